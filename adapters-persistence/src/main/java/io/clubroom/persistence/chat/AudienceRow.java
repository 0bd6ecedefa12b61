package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.user.UserId;
import io.micronaut.core.annotation.Introspected;
import java.util.UUID;

/** A member who is not told what a reader has read; or the reader, if others are told. */
@Introspected
record AudienceRow(String roomId, UUID readerId, UUID userId) {
    RoomReads.Reader reader() {
        return new RoomReads.Reader(new RoomId(roomId), new UserId(readerId));
    }
}
