package io.clubroom.domain.chat;

/** A notification about a room between nodes. */
public sealed interface RoomSignal {
    RoomId room();

    /**
     * The store has messages of the room up to this one.
     *
     * @param seq {@link #UNKNOWN} if the store may have new messages
     */
    record Reached(RoomId room, long seq) implements RoomSignal {
        /** Higher than any {@code seq}. */
        public static final long UNKNOWN = Long.MAX_VALUE;
    }

    /** A user is in the room on the sending node; may be repeated. */
    record Present(RoomId room, Participant user) implements RoomSignal {}

    /** A user has no connection in the room any more on the sending node. */
    record Absent(RoomId room, Participant user) implements RoomSignal {}

    record Typing(RoomId room, Participant user) implements RoomSignal {}
}
