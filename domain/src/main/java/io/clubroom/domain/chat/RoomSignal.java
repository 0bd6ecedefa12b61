package io.clubroom.domain.chat;

import io.clubroom.domain.user.UserId;

/** A notification about a room between nodes. */
public sealed interface RoomSignal {
    RoomId room();

    /**
     * The store has changes of the room up to this one.
     *
     * @param change the {@link RoomChange#change()}; {@link #UNKNOWN} if the store may have new changes
     */
    record Reached(RoomId room, long change) implements RoomSignal {
        /** Higher than any number of a change. */
        public static final long UNKNOWN = Long.MAX_VALUE;
    }

    /** A user is in the room on the sending node; may be repeated. */
    record Present(RoomId room, Participant user) implements RoomSignal {}

    /** A user has no connection in the room any more on the sending node. */
    record Absent(RoomId room, Participant user) implements RoomSignal {}

    record Typing(RoomId room, Participant user) implements RoomSignal {}

    /**
     * A user has read a room up to a message.
     *
     * @param seq the number of the message
     */
    record Read(RoomId room, UserId user, long seq, ReadAudience audience) implements RoomSignal {}
}
