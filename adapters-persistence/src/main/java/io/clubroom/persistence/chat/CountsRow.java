package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.NotifyLevel;
import io.clubroom.domain.chat.RoomReads;
import io.micronaut.core.annotation.Introspected;

/** The read marker and unread counts of a user in a room. */
@Introspected
record CountsRow(String roomId, long readSeq, long unread, long mentions, String level) {
    RoomReads.Counts toCounts() {
        return new RoomReads.Counts(readSeq, unread, mentions, NotifyLevel.of(level));
    }
}
