package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.Rooms;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;

/** Where a room's messages and changes end. */
@Introspected
record ReachedRow(String id, Instant createdAt, long lastSeq, long changes) {
    Rooms.Reached toReached() {
        return new Rooms.Reached(createdAt, lastSeq, lastSeq + changes);
    }
}
