package io.clubroom.persistence.chat;

import static java.util.stream.Collectors.toMap;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.chat.DirectRooms;
import io.clubroom.domain.chat.DirectUsers;
import io.clubroom.domain.chat.RemovedRooms;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.user.UserId;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rooms in PostgreSQL. */
@Singleton
public final class JdbcRooms implements Rooms, RemovedRooms, DirectRooms {
    /**
     * The maximum number of changes of a room that is deleted in one transaction, well within the statement timeout. Larger rooms are
     * deleted in steps.
     */
    private static final int CHANGES_AT_ONCE = 10_000;

    private static final int FILES_PER_STATEMENT = 5_000;

    private final RoomRows rows;
    private final RemovalRows removals;
    private final ChangeRows changes;
    private final Transactions transactions;

    JdbcRooms(RoomRows rows, RemovalRows removals, ChangeRows changes, Transactions transactions) {
        this.rows = rows;
        this.removals = removals;
        this.changes = changes;
        this.transactions = transactions;
    }

    @Override
    public boolean add(Room room) {
        return rows.insert(room.id().value(), room.name().value(), room.kind().text(), room.createdAt()) == 1;
    }

    @Override
    public boolean add(Room room, DirectUsers users) {
        String[] ids = ids(users);
        return rows.insertDirect(
                        room.id().value(), room.name().value(), room.kind().text(), room.createdAt(), ids)
                == 1;
    }

    @Override
    public Optional<RoomId> find(DirectUsers users) {
        return rows.findDirect(ids(users)).map(RoomId::new);
    }

    private static String[] ids(DirectUsers users) {
        return users.ids().stream().map(UserId::toString).toArray(String[]::new);
    }

    @Override
    public boolean rename(RoomId id, RoomName name) {
        return rows.rename(id.value(), name.value()) == 1;
    }

    @Override
    public boolean remove(RoomId id) {
        return transactions.call(() -> {
            long changesOfRoom = rows.countChanges(id.value()).orElse(-1L);
            if (changesOfRoom < 0) {
                return false;
            }
            return changesOfRoom > CHANGES_AT_ONCE ? hide(id.value()) : removeNow(id.value());
        });
    }

    private boolean hide(String id) {
        if (rows.hide(id) == 0) {
            return false;
        }
        removals.insert(id);
        // Unlike the messages, these are visible without the room.
        removals.deleteMembers(id);
        removals.deleteReports(id);
        return true;
    }

    private boolean removeNow(String id) {
        // Before the room is locked, so that publishing does not wait for this. A trigger deletes the rest with the
        // room.
        while (removals.deleteFiles(id, FILES_PER_STATEMENT) == FILES_PER_STATEMENT) {}
        removals.deleteMessages(id, CHANGES_AT_ONCE);
        return rows.deleteById(id) == 1;
    }

    @Override
    public boolean clear(RoomId id, int limit) {
        return transactions.call(() -> removals.lock(id.value()).isPresent() && clearLocked(id.value(), limit));
    }

    @Override
    public boolean clearNext(int limit) {
        return transactions.call(() -> {
            Optional<String> next = removals.lockNext();
            next.ifPresent(room -> clearLocked(room, limit));
            return next.isPresent();
        });
    }

    private boolean clearLocked(String room, int limit) {
        int left = limit;
        for (Step step : List.<Step>of(
                removals::deleteFiles,
                removals::deleteMessages,
                removals::deleteChanges,
                removals::deleteReads,
                removals::deleteSent,
                removals::deleteNotices)) {
            left -= step.delete(room, left);
            if (left <= 0) {
                return true;
            }
        }
        rows.deleteById(room);
        return false;
    }

    /** Deletes up to {@code limit} rows of a room, and returns the number deleted. */
    @FunctionalInterface
    private interface Step {
        int delete(String room, int limit);
    }

    @Override
    public Map<Place, Long> changesAt(Collection<Place> places) {
        List<Place> ordered = List.copyOf(places);
        List<NonMessageCountRow> others = ordered.isEmpty()
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
