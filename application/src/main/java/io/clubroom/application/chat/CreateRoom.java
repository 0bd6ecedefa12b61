package io.clubroom.application.chat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.Rooms;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Opens a new room, asked by an administrator. */
public final class CreateRoom {
    /** What came of it. */
    public sealed interface Result {
        record Created(Room room) implements Result {}

        record NotAllowed() implements Result {}

        record Taken() implements Result {}
    }

    private final Rooms rooms;
    private final InstantSource clock;

    public CreateRoom(Rooms rooms, InstantSource clock) {
        this.rooms = rooms;
        this.clock = clock;
    }

    public Result create(Actor actor, RoomId id, RoomName name) {
        if (!actor.isAdmin()) {
            return new Result.NotAllowed();
        }
        Room room = new Room(id, name, clock.instant().truncatedTo(ChronoUnit.MICROS));
        return rooms.add(room) ? new Result.Created(room) : new Result.Taken();
    }
}
