package io.clubroom.domain.chat;

import io.clubroom.domain.user.UserId;

/** A notification about a room between nodes. */
public sealed interface RoomSignal {
    RoomId room();

    /**
     * The store has changes of the room up to this one.
     *
     * @param change the {@link RoomChange#change()}; {@link #UNKNOWN} if it is unknown whether the store has new changes
     */
    record Reached(RoomId room, long change) implements RoomSignal {
        /** Higher than any number of a change. */
        public static final long UNKNOWN = Long.MAX_VALUE;
    }

    /** A user is in the room on the sending node; may be repeated. */
    record Present(RoomId room, Participant user) implements RoomSignal {}

    /** A user no longer has a connection in the room on the sending node. */
    record Absent(RoomId room, Participant user) implements RoomSignal {}

    record Typing(RoomId room, Participant user) implements RoomSignal {}

    /**
     * A user's read marker has moved.
     *
     * @param seq the {@code seq} of the last message that was read
     */
    record Read(RoomId room, UserId user, long seq, ReadAudience audience) implements RoomSignal {}
}
