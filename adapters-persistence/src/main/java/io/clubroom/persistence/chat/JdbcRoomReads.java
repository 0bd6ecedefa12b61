package io.clubroom.persistence.chat;

import static java.util.stream.Collectors.toMap;

import io.clubroom.domain.chat.NotifyLevel;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.user.UserId;
import jakarta.inject.Singleton;
import java.util.Collection;
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
