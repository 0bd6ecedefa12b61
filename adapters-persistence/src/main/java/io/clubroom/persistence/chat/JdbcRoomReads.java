package io.clubroom.persistence.chat;

import static java.util.stream.Collectors.toMap;

import io.clubroom.domain.chat.NotifyLevel;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.user.UserId;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What users have read of rooms in PostgreSQL. */
@Singleton
public final class JdbcRoomReads implements RoomReads {
    private final ReadRows rows;

    JdbcRoomReads(ReadRows rows) {
        this.rows = rows;
    }

    @Override
    public Map<RoomId, Counts> counts(UserId user, Collection<RoomId> rooms) {
        return rooms.isEmpty()
                ? Map.of()
                : rows.counts(rooms.stream().map(RoomId::value).toArray(String[]::new), user.value()).stream()
                        .collect(toMap(row -> new RoomId(row.roomId()), CountsRow::toCounts));
    }

    @Override
    public Map<RoomId, Activity> activity(Map<RoomId, ? extends Collection<UserId>> rooms) {
        List<String> ids = new ArrayList<>();
        List<String> users = new ArrayList<>();
        rooms.forEach((room, asked) -> asked.forEach(user -> {
            ids.add(room.value());
            users.add(user.toString());
        }));
        Map<RoomId, Activity> activity = new HashMap<>();
        if (!ids.isEmpty()) {
            for (ActivityRow row : rows.activity(ids.toArray(String[]::new), users.toArray(String[]::new))) {
                activity.computeIfAbsent(new RoomId(row.roomId()), _ -> new Activity(row.toReached(), new HashMap<>()))
                        .members()
                        .put(new UserId(row.userId()), row.toCounts());
            }
        }
        return activity;
    }

    @Override
    public Marked read(UserId user, RoomId room, long seq) {
        return rows.read(room.value(), user.value(), seq)
                .map(moved -> moved ? Marked.MOVED : Marked.UNCHANGED)
                .orElse(Marked.BEYOND_END);
    }

    @Override
    public void setNotify(UserId user, RoomId room, NotifyLevel notify) {
        rows.setNotify(room.value(), user.value(), notify.text());
    }
}
