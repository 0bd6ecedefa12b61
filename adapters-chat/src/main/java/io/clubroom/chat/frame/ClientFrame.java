package io.clubroom.chat.frame;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.RoomId;
import org.jspecify.annotations.Nullable;

/** What a client says. */
public sealed interface ClientFrame {
    record Authorization(String token) implements ClientFrame {
        @Override
        public String toString() {
            return "Authorization[hidden]";
        }
    }

    /**
     * Enters a room.
     *
     * @param userId who the client believes to be, null if it does not say
     * @param afterSeq the last message that the client has seen, null if it wants none that came before
     */
    record Connect(
            @Nullable String userId, RoomId room, @Nullable Long afterSeq) implements ClientFrame {}

    /** @param content as it came, without a look at the rule for it */
    record Say(String content, RoomId room, @Nullable ClientMessageId clientMessageId) implements ClientFrame {}

    record Disconnect(@Nullable String userId, RoomId room) implements ClientFrame {}

    record Typing(RoomId room) implements ClientFrame {}

    record Ping() implements ClientFrame {}
}
