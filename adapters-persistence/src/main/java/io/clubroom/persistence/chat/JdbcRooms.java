package io.clubroom.persistence.chat;

import static java.util.stream.Collectors.toMap;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.chat.DirectRooms;
import io.clubroom.domain.chat.DirectUsers;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.user.UserId;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Rooms in PostgreSQL. */
@Singleton
public final class JdbcRooms implements Rooms, DirectRooms {
    /** Deleted well within the time limit of a statement. */
    private static final int MESSAGES_PER_STATEMENT = 10_000;

    private static final int FILES_PER_STATEMENT = 5_000;

    private final RoomRows rows;
    private final Transactions transactions;

    JdbcRooms(RoomRows rows, Transactions transactions) {
        this.rows = rows;
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
    public Map<RoomId, Reached> reached(Collection<RoomId> ids) {
        return rows.reached(ids.stream().map(RoomId::value).toArray(String[]::new)).stream()
                .collect(toMap(row -> new RoomId(row.id()), ReachedRow::toReached));
    }
}
