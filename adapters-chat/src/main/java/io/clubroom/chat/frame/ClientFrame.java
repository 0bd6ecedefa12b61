package io.clubroom.chat.frame;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.file.FileId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A frame from a client. */
public sealed interface ClientFrame {
    /** The room of the frame; null if it has none. */
    default @Nullable RoomId room() {
        return null;
    }

    default @Nullable ClientMessageId clientMessageId() {
        return null;
    }

    /** The {@link Protocol} to use from this frame on; null if the frame asks for none. */
    default @Nullable Integer protocol() {
        return null;
    }

    record Authorization(String token, @Nullable Integer protocol) implements ClientFrame {
        @Override
        public String toString() {
            return "Authorization[hidden]";
        }
    }

    /**
     * Enters a room.
     *
     * @param userId the user id that the client claims, unverified; null if absent
     * @param afterSeq the {@code seq} of the last message that the client has seen; null if absent
     * @param afterChange the number of the last change that the client has seen; null if absent, and in protocol 1
     */
    record Connect(
            @Nullable String userId,
            RoomId room,
            @Nullable Long afterSeq,
            @Nullable Long afterChange,
            @Nullable Integer protocol)
            implements ClientFrame {}

    /** A change of the room's contents. */
    sealed interface Change extends ClientFrame {
        @Override
        RoomId room();
    }

    /**
     * Publishes a message.
     *
     * @param content not validated yet
     * @param files the files to attach to the message, in order
     * @param replyTo the message to which this one replies; null for none
     */
    record Publish(
            String content,
            List<FileId> files,
            RoomId room,
            @Nullable MessageId replyTo,
            @Nullable ClientMessageId clientMessageId)
            implements Change {}

    /** @param content not validated yet */
    record Edit(
            RoomId room,
            MessageId message,
            String content,
            @Nullable ClientMessageId clientMessageId) implements Change {}

    record Delete(RoomId room, MessageId message, @Nullable ClientMessageId clientMessageId) implements Change {}

    /**
     * Adds or removes a reaction.
     *
     * @param emoji not validated yet
     */
    record React(
            RoomId room,
            MessageId message,
            String emoji,
            boolean removed,
            @Nullable ClientMessageId clientMessageId) implements Change {}

    /**
     * Reports a message to the moderators of its room.
     *
     * @param reason not validated yet
     */
    record Report(
            RoomId room,
            MessageId message,
            String reason,
            @Nullable ClientMessageId clientMessageId) implements ClientFrame {}

    record Disconnect(@Nullable String userId, RoomId room) implements ClientFrame {}

    record Typing(RoomId room) implements ClientFrame {}

    /**
     * @param seq the {@code seq} of the last message that the user has read
     * @param clientMessageId the id that errors include; null if there is none, or it is invalid
     */
    record Read(RoomId room, long seq, @Nullable ClientMessageId clientMessageId) implements ClientFrame {}

    record Ping() implements ClientFrame {}
}
