package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.user.UserId;
import io.micronaut.core.annotation.Introspected;
import java.util.UUID;

/** A member who does not receive a reader's read receipts; or the reader, if other members do. */
@Introspected
record AudienceRow(String roomId, UUID readerId, UUID userId) {
    RoomReads.Reader reader() {
        return new RoomReads.Reader(new RoomId(roomId), new UserId(readerId));
    }
}
