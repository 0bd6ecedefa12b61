package io.clubroom.persistence.chat;

import static java.util.stream.Collectors.toMap;

import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.Rooms;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rooms in PostgreSQL. */
@Singleton
public final class JdbcRooms implements Rooms {
    private final RoomRows rows;

    JdbcRooms(RoomRows rows) {
        this.rows = rows;
    }

    @Override
    public List<Room> list(@Nullable RoomId after, int limit) {
        return rows.list(after == null ? "" : after.value(), limit).stream()
                .map(RoomRow::toRoom)
                .toList();
    }

    @Override
    public boolean add(Room room) {
        return rows.insert(room.id().value(), room.name().value(), room.createdAt()) == 1;
    }

    @Override
    public boolean remove(RoomId id) {
        return rows.deleteById(id.value()) == 1;
    }

    @Override
    public Map<RoomId, Reached> reached(Collection<RoomId> ids) {
        return rows.reached(ids.stream().map(RoomId::value).toArray(String[]::new)).stream()
                .collect(toMap(row -> new RoomId(row.id()), ReachedRow::toReached));
    }
}
