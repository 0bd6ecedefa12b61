package io.clubroom.chat.frame;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A frame to clients. */
public sealed interface ServerFrame {
    /** @param protocol the {@link Protocol} that the connection speaks, null for a client that has asked for none */
    record Authenticated(UserId user, @Nullable Integer protocol) implements ServerFrame {}

    /**
     * The client has entered a room.
     *
     * @param lastSeq the {@code seq} of the last message before the live ones
     * @param members users in the room; if there are too many to list, the newest, newest first
     * @param memberCount the number of users in the room
     * @param lastChange the number of the last change before the live ones; null in protocol 1
     */
    record Connected(
            RoomId room,
            long lastSeq,
            List<Participant> members,
            int memberCount,
            @Nullable Long lastChange) implements ServerFrame {
        /** Of protocol 1. */
        public Connected(RoomId room, long lastSeq, List<Participant> members, int memberCount) {
            this(room, lastSeq, members, memberCount, null);
        }
    }

    /**
     * A message of a room, in protocol 1.
     *
     * @param toItsAuthor whether the frame includes the {@code client_message_id}
     */
    record Posted(Message message, boolean toItsAuthor) implements ServerFrame {}

    /**
     * A change of what a room shows, in protocol 2.
     *
     * @param viewer who receives it, null if somebody who has not reacted to the message
     * @param clientMessageId of the frame that it answers, null if it answers none
     */
    record Changed(
            RoomChange change,
            @Nullable UserId viewer,
            @Nullable ClientMessageId clientMessageId) implements ServerFrame {}

    /** A user has joined or left a room. */
    record Presence(UUID id, RoomId room, Participant user, boolean joined, Instant at) implements ServerFrame {}

    record Typing(RoomId room, Participant user) implements ServerFrame {}

    /**
     * In protocol 2, how far a user has read.
     *
     * @param seq the number of the last message that was read
     */
    record Read(RoomId room, UserId user, long seq) implements ServerFrame {}

    /** @param reason why the user is no longer in the room; null in protocol 1, and if the client has left it */
    record Disconnected(RoomId room, @Nullable Departure reason) implements ServerFrame {
        public Disconnected(RoomId room) {
            this(room, null);
        }
    }

    /**
     * The user has become a member of a room; to all of the user's connections, in protocol 2.
     *
     * @param room its JSON, as the REST API shows it to the user
     */
    record RoomAdded(String room) implements ServerFrame {}

    /** The user is no longer a member of a room; to all of the user's connections, in protocol 2. */
    record RoomRemoved(RoomId room, Departure reason) implements ServerFrame {}

    /** Where a room that the connection is not in ends, and what the user has not read there; in protocol 2. */
    record RoomActivity(RoomId room, long lastSeq, long lastChange, long unread, long mentions)
            implements ServerFrame {}

    /**
     * The client has reported a message.
     *
     * @param clientMessageId of the frame that it answers, null if it had none
     */
    record Reported(
            RoomId room, MessageId message, @Nullable ClientMessageId clientMessageId) implements ServerFrame {}

    record Pong() implements ServerFrame {}

    /** More messages were missed than are replayed: the client reads those after {@code afterSeq}, up to {@code lastSeq}, over REST. */
    record HistoryGap(RoomId room, long afterSeq, long lastSeq) implements ServerFrame {}

    /**
     * In protocol 2, more changes were missed than are replayed, or there is no change of this number: the client reads those after
     * {@code afterChange}, up to {@code lastChange}, over REST.
     */
    record ChangeGap(RoomId room, long afterChange, long lastChange) implements ServerFrame {}

    /** @param until when the user's mute ends, null if it does not end by itself, or if this is no {@link ErrorCode#MUTED} */
    record Failed(
            ErrorCode code,
            String message,
            @Nullable RoomId room,
            @Nullable ClientMessageId clientMessageId,
            @Nullable Instant until)
            implements ServerFrame {
        public Failed(
                ErrorCode code, String message, @Nullable RoomId room, @Nullable ClientMessageId clientMessageId) {
            this(code, message, room, clientMessageId, null);
        }

        public static Failed of(ErrorCode code) {
            return new Failed(code, code.message(), null, null);
        }

        public static Failed of(ErrorCode code, RoomId room) {
            return new Failed(code, code.message(), room, null);
        }

        public static Failed of(ErrorCode code, @Nullable RoomId room, @Nullable ClientMessageId clientMessageId) {
            return new Failed(code, code.message(), room, clientMessageId);
        }

        public static Failed of(
                ErrorCode code,
                @Nullable RoomId room,
                @Nullable ClientMessageId clientMessageId,
                @Nullable Instant until) {
            return new Failed(code, code.message(), room, clientMessageId, until);
        }
    }
}
