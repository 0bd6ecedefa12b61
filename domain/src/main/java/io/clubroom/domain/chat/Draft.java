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
 * @param files the attached files, in order; at most {@link Attachments#MAX}
 * @param replyTo the message replied to, null if none
 * @param createdAt in microseconds, the precision of the store
 */
public record Draft(
        MessageId id,
        RoomId room,
        UserId sender,
        int tokenVersion,
        MessageText text,
        List<FileId> files,
        @Nullable MessageId replyTo,
        @Nullable ClientMessageId clientMessageId,
        Instant createdAt)
        implements ChangeDraft {
    /** A message without files that replies to none. */
    public Draft(
            MessageId id,
            RoomId room,
            UserId sender,
            int tokenVersion,
            MessageText text,
            @Nullable ClientMessageId clientMessageId,
            Instant createdAt) {
        this(id, room, sender, tokenVersion, text, List.of(), null, clientMessageId, createdAt);
    }
}
