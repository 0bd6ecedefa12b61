package io.clubroom.domain.chat;

import io.clubroom.domain.user.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A change that is not stored yet, and therefore has no number. */
public sealed interface ChangeDraft permits Draft, ChangeDraft.OfMessage {
    RoomId room();

    /** The user who makes the change. */
    UserId sender();

    /** The {@link io.clubroom.domain.user.User#tokenVersion()} that the sender's token was issued for. */
    int tokenVersion();

    @Nullable
    ClientMessageId clientMessageId();

    /** Whether the sender need not be in the room. */
    default boolean isFromOutside() {
        return this instanceof Deletion deletion && deletion.onReport();
    }

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

    /** @param onReport whether the sender resolves a report of the message, and therefore may delete it without being in the room */
    record Deletion(
            RoomId room,
            MessageId message,
            UserId sender,
            int tokenVersion,
            @Nullable ClientMessageId clientMessageId,
            Instant createdAt,
            boolean onReport)
            implements OfMessage {
        /** A deletion by somebody in the room. */
        public Deletion(
                RoomId room,
                MessageId message,
                UserId sender,
                int tokenVersion,
                @Nullable ClientMessageId clientMessageId,
                Instant createdAt) {
            this(room, message, sender, tokenVersion, clientMessageId, createdAt, false);
        }
    }

    /** @param removed whether the reaction is removed */
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
