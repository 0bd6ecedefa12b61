package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.user.UserId;
import io.micronaut.core.annotation.Introspected;
import java.util.UUID;

/** The read receipt of a member, as shown to a reader. */
@Introspected
record ReceiptRow(String roomId, UUID readerId, UUID userId, long seq) {
    RoomReads.Reader reader() {
        return new RoomReads.Reader(new RoomId(roomId), new UserId(readerId));
    }

    RoomReads.Receipt toReceipt() {
        return new RoomReads.Receipt(new UserId(userId), seq);
    }
}
