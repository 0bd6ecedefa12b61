package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.Rooms;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;

/** Where a room's messages end. */
@Introspected
record ReachedRow(String id, Instant createdAt, long lastSeq, lastSeq) {
    Rooms.Reached toReached() {
        return new Rooms.Reached(createdAt, lastSeq, lastSeq);
    }
}
