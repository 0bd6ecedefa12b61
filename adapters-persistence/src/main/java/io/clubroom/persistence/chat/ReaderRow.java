package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.NotifyLevel;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.user.UserId;
import io.micronaut.core.annotation.Introspected;
import java.util.UUID;

/** The read marker and unread counts of a reader in a room. */
@Introspected
record ReaderRow(String roomId, UUID userId, long readSeq, long unread, long mentions, String level) {
    RoomReads.Reader reader() {
        return new RoomReads.Reader(new RoomId(roomId), new UserId(userId));
    }

    RoomReads.Counts toCounts() {
        return new RoomReads.Counts(readSeq, unread, mentions, NotifyLevel.of(level));
    }
}
