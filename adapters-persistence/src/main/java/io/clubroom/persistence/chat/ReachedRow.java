package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.Rooms;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;

/** The latest numbers of a room's messages and changes. */
@Introspected
record ReachedRow(String id, Instant createdAt, long lastSeq, long changes) {
    Rooms.Reached toReached() {
        return new Rooms.Reached(createdAt, lastSeq, lastSeq + changes);
    }
}
