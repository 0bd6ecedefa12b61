package io.clubroom.domain.chat;

/** What nodes tell each other about a room. */
public sealed interface RoomSignal {
    RoomId room();

    /** There are messages up to this one; read them from the store. */
    record Reached(RoomId room, long seq) implements RoomSignal {}

    /** A user is in the room on the node that says so; it may say it again. */
    record Present(RoomId room, Participant user) implements RoomSignal {}

    /** A user has no connection in the room any more on the node that says so. */
    record Absent(RoomId room, Participant user) implements RoomSignal {}

    record Typing(RoomId room, Participant user) implements RoomSignal {}

    /** The room was removed. */
    record Closed(RoomId room) implements RoomSignal {}
}
