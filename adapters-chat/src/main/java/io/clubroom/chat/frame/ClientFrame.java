package io.clubroom.chat.frame;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.file.FileId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A frame from a client. */
public sealed interface ClientFrame {
    /** The room that the frame is about; null if it is about none. */
    default @Nullable RoomId room() {
        return null;
    }

    default @Nullable ClientMessageId clientMessageId() {
        return null;
    }

    record Authorization(String token) implements ClientFrame {
        @Override
        public String toString() {
            return "Authorization[hidden]";
        }
    }

    /**
     * Enters a room.
     *
     * @param userId the user id that the client claims, not verified; null if absent
     * @param afterSeq the {@code seq} of the last message that the client has seen; null to replay none
     */
    record Connect(
            @Nullable String userId, RoomId room, @Nullable Long afterSeq) implements ClientFrame {}

    /**
     * Publishes a message.
     *
     * @param content not validated yet
     * @param files the files that are attached to the message, in their order
     */
    record Publish(
            String content,
            List<FileId> files,
            RoomId room,
            @Nullable ClientMessageId clientMessageId) implements ClientFrame {}

    record Disconnect(@Nullable String userId, RoomId room) implements ClientFrame {}

    record Typing(RoomId room) implements ClientFrame {}

    record Ping() implements ClientFrame {}
}
