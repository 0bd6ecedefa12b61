package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.NotifyLevel;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.Rooms;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.UUID;

/** The latest numbers of a room with the unread counts of a member. */
@Introspected
record ActivityRow(
        String roomId,
        Instant createdAt,
        long lastSeq,
        long changes,
        UUID userId,
        long readSeq,
        long unread,
        long mentions,
        String level) {
    Rooms.Reached toReached() {
        return new Rooms.Reached(createdAt, lastSeq, lastSeq + changes);
    }

    RoomReads.Counts toCounts() {
        return new RoomReads.Counts(readSeq, unread, mentions, NotifyLevel.of(level));
    }
}
