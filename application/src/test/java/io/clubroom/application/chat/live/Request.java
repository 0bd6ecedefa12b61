package io.clubroom.application.chat.live;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.RoomId;
import org.jspecify.annotations.Nullable;

/** What a client sends. */
sealed interface Request {
    RoomId room();

    record Enter(RoomId room, @Nullable Long afterSeq) implements Request {}

    record Leave(RoomId room) implements Request {}

    record Publish(RoomId room, String text, @Nullable ClientMessageId id) implements Request {}

    record Type(RoomId room) implements Request {}
}
