package io.clubroom.persistence.chat;

import static java.util.stream.Collectors.toMap;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.Rooms;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rooms in PostgreSQL. */
@Singleton
public final class JdbcRooms implements Rooms {
    /** Deleted well within the time limit of a statement. */
    private static final int MESSAGES_PER_STATEMENT = 10_000;

    private static final int FILES_PER_STATEMENT = 5_000;

    private final RoomRows rows;
    private final ChangeRows changes;
    private final Transactions transactions;

    JdbcRooms(RoomRows rows, ChangeRows changes, Transactions transactions) {
        this.rows = rows;
        this.changes = changes;
        this.transactions = transactions;
    }

    @Override
    public List<Room> list(@Nullable RoomId after, int limit) {
        return rows.list(after == null ? "" : after.value(), limit).stream()
                .map(RoomRow::toRoom)
                .toList();
    }

    @Override
    public boolean add(Room room) {
        return rows.insert(room.id().value(), room.name().value(), room.kind().text(), room.createdAt()) == 1;
    }

    @Override
    public boolean remove(RoomId id) {
        return transactions.call(() -> {
            // Before the room is locked, so that publishing does not wait for it. A trigger deletes the rest.
            while (rows.deleteFiles(id.value(), FILES_PER_STATEMENT) == FILES_PER_STATEMENT) {}
            long lastSeq = rows.lastSeq(id.value());
            for (long seq = 0; seq < lastSeq; seq += MESSAGES_PER_STATEMENT) {
                rows.deleteMessages(id.value(), seq, seq + MESSAGES_PER_STATEMENT);
            }
            return rows.deleteById(id.value()) == 1;
        });
    }

    @Override
    public Map<Place, Long> changesAt(Collection<Place> places) {
        List<Place> ordered = List.copyOf(places);
        List<OthersRow> others = ordered.isEmpty()
                ? List.of()
                : changes.countBefore(
                        ordered.stream().map(place -> place.room().value()).toArray(String[]::new),
                        ordered.stream()
                                .map(place -> Long.toString(place.seq()))
                                .toArray(String[]::new));
        Map<Place, Long> numbers = new HashMap<>();
        for (int i = 0; i < others.size(); i++) {
            numbers.put(ordered.get(i), ordered.get(i).seq() + others.get(i).others());
        }
        return numbers;
    }

    @Override
    public Map<RoomId, Reached> reached(Collection<RoomId> ids) {
        return rows.reached(ids.stream().map(RoomId::value).toArray(String[]::new)).stream()
                .collect(toMap(row -> new RoomId(row.id()), ReachedRow::toReached));
    }
}
