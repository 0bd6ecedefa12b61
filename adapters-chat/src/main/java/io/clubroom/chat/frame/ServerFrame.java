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

/** What the server says. */
public sealed interface ServerFrame {
    record Authenticated(UserId user) implements ServerFrame {}

    /**
     * The client is in the room.
     *
     * @param lastSeq the last message before those that come live
     * @param members some of those who are in the room, the newest first if there are many
     * @param memberCount how many are in the room
     */
    record Connected(RoomId room, long lastSeq, List<Participant> members, int memberCount) implements ServerFrame {}

    /** @param toItsAuthor whether it carries what the author called it */
    record Said(Message message, boolean toItsAuthor) implements ServerFrame {}

    /** Somebody entered the room, or has gone. */
    record Presence(UUID id, RoomId room, Participant user, boolean joined, Instant at) implements ServerFrame {}

    record Typing(RoomId room, Participant user) implements ServerFrame {}

    record Disconnected(RoomId room) implements ServerFrame {}

    record Pong() implements ServerFrame {}

    /** More messages were missed than are replayed: those between the two are to be read over REST. */
    record HistoryGap(RoomId room, long afterSeq, long lastSeq) implements ServerFrame {}

    record Failed(
            ErrorCode code,
            String sentence,
            @Nullable RoomId room,
            @Nullable ClientMessageId clientMessageId) implements ServerFrame {
        public static Failed of(ErrorCode code) {
            return new Failed(code, code.sentence(), null, null);
        }

        public static Failed of(ErrorCode code, RoomId room) {
            return new Failed(code, code.sentence(), room, null);
        }

        public static Failed of(ErrorCode code, RoomId room, @Nullable ClientMessageId clientMessageId) {
            return new Failed(code, code.sentence(), room, clientMessageId);
        }
    }
}
