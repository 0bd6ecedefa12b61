package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.RoomSummary;
import io.clubroom.domain.chat.Rooms;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A room as seen by a reader.
 *
 * @param others the full names of the other users of a direct room; null if there are none
 */
@Introspected
record SummaryRow(
        String id,
        String name,
        String kind,
        Instant createdAt,
        long lastSeq,
        long changes,
        long memberCount,
        @Nullable String others) {
    RoomSummary toSummary() {
        RoomKind roomKind = RoomKind.of(kind);
        return new RoomSummary(
                new Room(
                        new RoomId(id),
                        roomKind == RoomKind.DIRECT ? nameOfOthers() : new RoomName(name),
                        roomKind,
                        createdAt),
                memberCount,
                new Rooms.Reached(createdAt, lastSeq, lastSeq + changes));
    }

    private RoomName nameOfOthers() {
        return others == null ? RoomName.ofOthers(List.of()) : new RoomName(others);
    }
}
