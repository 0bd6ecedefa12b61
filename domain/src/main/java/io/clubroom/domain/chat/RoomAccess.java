package io.clubroom.domain.chat;

import io.clubroom.domain.auth.Actor;

/** Who may read and write in a room that exists. Whoever shows messages or their files, or takes messages, asks here. */
public final class RoomAccess {
    private RoomAccess() {}

    /** Whether the actor may read the room's messages and their files: everybody who is signed in. */
    public static boolean mayRead(Actor actor, RoomId room) {
        return actor instanceof Actor.SignedIn;
    }

    /** Whether the actor may write messages in the room: everybody who may read them. */
    public static boolean mayWrite(Actor actor, RoomId room) {
        return mayRead(actor, room);
    }
}
