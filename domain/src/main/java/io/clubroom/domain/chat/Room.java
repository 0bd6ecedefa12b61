package io.clubroom.domain.chat;

import java.time.Instant;

/**
 * A chat room.
 *
 * @param createdAt in microseconds, the precision of the store
 */
public record Room(RoomId id, RoomName name, RoomKind kind, Instant createdAt) {
    /** A public room. */
    public Room(RoomId id, RoomName name, Instant createdAt) {
        this(id, name, RoomKind.PUBLIC, createdAt);
    }
}
