package io.clubroom.chat.frame;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A frame to clients. */
public sealed interface ServerFrame {
    record Authenticated(UserId user) implements ServerFrame {}

    /**
     * The client has entered a room.
     *
     * @param lastSeq the {@code seq} of the last message before the live ones
     * @param members users in the room; if there are too many to list, the newest, newest first
     * @param memberCount the number of users in the room
     */
    record Connected(RoomId room, long lastSeq, List<Participant> members, int memberCount) implements ServerFrame {}

    /**
     * A message of a room.
     *
     * @param toItsAuthor whether the frame includes the {@code client_message_id}
     */
    record Posted(Message message, boolean toItsAuthor) implements ServerFrame {}

    /** A user has joined or left a room. */
    record Presence(UUID id, RoomId room, Participant user, boolean joined, Instant at) implements ServerFrame {}

    record Typing(RoomId room, Participant user) implements ServerFrame {}

    record Disconnected(RoomId room) implements ServerFrame {}

    record Pong() implements ServerFrame {}

    /** More messages were missed than are replayed: the client reads those after {@code afterSeq}, up to {@code lastSeq}, over REST. */
    record HistoryGap(RoomId room, long afterSeq, long lastSeq) implements ServerFrame {}

    record Failed(
            ErrorCode code,
            String message,
            @Nullable RoomId room,
            @Nullable ClientMessageId clientMessageId) implements ServerFrame {
        public static Failed of(ErrorCode code) {
            return new Failed(code, code.message(), null, null);
        }

        public static Failed of(ErrorCode code, RoomId room) {
            return new Failed(code, code.message(), room, null);
        }

        public static Failed of(ErrorCode code, @Nullable RoomId room, @Nullable ClientMessageId clientMessageId) {
            return new Failed(code, code.message(), room, clientMessageId);
        }
    }
}
