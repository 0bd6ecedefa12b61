package io.clubroom.application.chat.live;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.RoomId;
import org.jspecify.annotations.Nullable;

/** What a client sends. */
sealed interface Request {
    RoomId room();

    /** @param after null to be replayed nothing; otherwise a {@code seq} or, for clients of protocol 2, the number of a change */
    record Enter(RoomId room, @Nullable Long after) implements Request {}

    record Leave(RoomId room) implements Request {}

    record Change(RoomId room, Action action, @Nullable ClientMessageId id) implements Request {}

    record Type(RoomId room) implements Request {}

    record Read(RoomId room, long seq) implements Request {}
}
