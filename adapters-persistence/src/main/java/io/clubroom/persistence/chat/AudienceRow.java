package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.user.UserId;
import io.micronaut.core.annotation.Introspected;
import java.util.UUID;

/** Whether a member is told what a reader has read. */
@Introspected
record AudienceRow(String roomId, UUID readerId, UUID userId, boolean included) {
    RoomReads.Reader reader() {
        return new RoomReads.Reader(new RoomId(roomId), new UserId(readerId));
    }
}
