package io.clubroom.application.chat.live;

import io.clubroom.domain.chat.Participant;

/** An event in a room that is not stored. */
public sealed interface RoomEvent {
    Participant user();

    /** The user has entered the room with their first connection on any node. */
    record Joined(Participant user) implements RoomEvent {}

    /** The user has left the room with their last connection on any node. */
    record Left(Participant user) implements RoomEvent {}

    record Typing(Participant user) implements RoomEvent {}
}
