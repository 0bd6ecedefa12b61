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

/** A frame from the server. */
public sealed interface ServerFrame {
    /** @param protocol the negotiated {@link Protocol}; null if the client has not asked for one */
    record Authenticated(UserId user, @Nullable Integer protocol) implements ServerFrame {}

    /**
     * The client has entered a room.
     *
     * @param lastSeq the {@code seq} of the last message before the live ones
     * @param members the users in the room; if there are too many, the most recent ones, most recent first
     * @param memberCount the number of users in the room
     * @param lastChange the number of the last change before the live ones; null in protocol 1
     */
    record Connected(
            RoomId room,
            long lastSeq,
            List<Participant> members,
            int memberCount,
            @Nullable Long lastChange) implements ServerFrame {
        /** A frame of protocol 1. */
        public Connected(RoomId room, long lastSeq, List<Participant> members, int memberCount) {
            this(room, lastSeq, members, memberCount, null);
        }
    }

    /**
     * A message of a room, in protocol 1.
     *
     * @param toItsAuthor whether the receiver is the author, for whom the frame includes the {@code client_message_id}
     */
    record Posted(Message message, boolean toItsAuthor) implements ServerFrame {}

    /**
     * A change of a room's contents, in protocol 2.
     *
     * @param viewer the receiver; null if the receiver has not reacted to the message
     * @param clientMessageId the id of the client frame that this answers; null if it answers none
     */
    record Changed(
            RoomChange change,
            @Nullable UserId viewer,
            @Nullable ClientMessageId clientMessageId) implements ServerFrame {}

    /** A user has joined or left a room. */
    record Presence(UUID id, RoomId room, Participant user, boolean joined, Instant at) implements ServerFrame {}

    record Typing(RoomId room, Participant user) implements ServerFrame {}

    /**
     * The read marker of a user, in protocol 2.
     *
     * @param seq the {@code seq} of the last message that the user has read
     */
    record Read(RoomId room, UserId user, long seq) implements ServerFrame {}

    /** @param reason why the user is no longer in the room; null in protocol 1, and if the client asked to leave */
    record Disconnected(RoomId room, @Nullable Departure reason) implements ServerFrame {
        public Disconnected(RoomId room) {
            this(room, null);
        }
    }

    /**
     * The user has become a member of a room. Sent to all connections of the user, in protocol 2.
     *
     * @param room the JSON of the room, as the REST API returns it to the user
     */
    record RoomAdded(String room) implements ServerFrame {}

    /** The user is no longer a member of a room. Sent to all connections of the user, in protocol 2. */
    record RoomRemoved(RoomId room, Departure reason) implements ServerFrame {}

    /** The latest numbers and unread counts of a room that the connection is not in, in protocol 2. */
    record RoomActivity(RoomId room, long lastSeq, long lastChange, long unread, long mentions)
            implements ServerFrame {}

    /**
     * The report of a message has been stored.
     *
     * @param clientMessageId the id of the client frame that this answers; null if it has none
     */
    record Reported(
            RoomId room, MessageId message, @Nullable ClientMessageId clientMessageId) implements ServerFrame {}

    record Pong() implements ServerFrame {}

    /** More messages were missed than are replayed. The client reads those after {@code afterSeq}, up to {@code lastSeq}, over REST. */
    record HistoryGap(RoomId room, long afterSeq, long lastSeq) implements ServerFrame {}

    /**
     * More changes were missed than are replayed, or {@code afterChange} does not exist, in protocol 2. The client reads the changes after
     * {@code afterChange}, up to {@code lastChange}, over REST.
     */
    record ChangeGap(RoomId room, long afterChange, long lastChange) implements ServerFrame {}

    /** @param until when the user's mute expires; null if it does not expire, or if the code is not {@link ErrorCode#MUTED} */
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
