package io.clubroom.domain.chat;

import io.clubroom.domain.user.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A change that is not stored yet, and therefore has no number. */
public sealed interface ChangeDraft permits Draft, ChangeDraft.OfMessage {
    RoomId room();

    /** Who makes the change. */
    UserId sender();

    /** The {@link io.clubroom.domain.user.User#tokenVersion()} that the sender's token was issued for. */
    int tokenVersion();

    @Nullable
    ClientMessageId clientMessageId();

    /** The time of the change, in microseconds, the precision of the store. */
    Instant createdAt();

    /** A change of a message that exists. */
    sealed interface OfMessage extends ChangeDraft {
        /** The message to be changed. */
        MessageId message();
    }

    /**
     * @param text may be empty if the message has attachments
     */
    record Edit(
            RoomId room,
            MessageId message,
            UserId sender,
            int tokenVersion,
            MessageText text,
            EditWindow window,
            @Nullable ClientMessageId clientMessageId,
            Instant createdAt)
            implements OfMessage {}

    record Deletion(
            RoomId room,
            MessageId message,
            UserId sender,
            int tokenVersion,
            @Nullable ClientMessageId clientMessageId,
            Instant createdAt)
            implements OfMessage {}

    /** @param removed whether the sender takes the reaction back */
    record React(
            RoomId room,
            MessageId message,
            UserId sender,
            int tokenVersion,
            Emoji emoji,
            boolean removed,
            @Nullable ClientMessageId clientMessageId,
            Instant createdAt)
            implements OfMessage {}
}
