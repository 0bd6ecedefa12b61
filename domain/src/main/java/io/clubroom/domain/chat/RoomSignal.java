package io.clubroom.domain.chat;

/** A notification about a room between nodes. */
public sealed interface RoomSignal {
    RoomId room();

    /** The room has messages up to this one; they are in the store. */
    record Reached(RoomId room, long seq) implements RoomSignal {}

    /** A user is in the room on the sending node; may be repeated. */
    record Present(RoomId room, Participant user) implements RoomSignal {}

    /** A user has no connection in the room any more on the sending node. */
    record Absent(RoomId room, Participant user) implements RoomSignal {}

    record Typing(RoomId room, Participant user) implements RoomSignal {}

    /** The room was deleted. */
    record Closed(RoomId room) implements RoomSignal {}
}
