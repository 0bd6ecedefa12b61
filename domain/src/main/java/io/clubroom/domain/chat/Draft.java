package io.clubroom.domain.chat;

import io.clubroom.domain.file.FileId;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that is not stored yet, and therefore has no {@code seq}.
 *
 * @param tokenVersion the {@link io.clubroom.domain.user.User#tokenVersion()} that the sender's token was issued for
 * @param files the files that are attached to the message, in their order; at most {@link Attachments#MAX}
 * @param createdAt in microseconds, the precision of the store
 */
public record Draft(
        MessageId id,
        RoomId room,
        UserId sender,
        int tokenVersion,
        MessageText text,
        List<FileId> files,
        @Nullable ClientMessageId clientMessageId,
        Instant createdAt) {
    /** A message without files. */
    public Draft(
            MessageId id,
            RoomId room,
            UserId sender,
            int tokenVersion,
            MessageText text,
            @Nullable ClientMessageId clientMessageId,
            Instant createdAt) {
        this(id, room, sender, tokenVersion, text, List.of(), clientMessageId, createdAt);
    }
}
