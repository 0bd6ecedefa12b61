package io.clubroom.application.chat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.Rooms;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Opens a new room, asked by an administrator. */
public final class CreateRoom {
    /** What came of it. */
    public sealed interface Result {
        record Created(Room room) implements Result {}

        record NotAllowed() implements Result {}

        record Taken() implements Result {}
    }

    /** The room that is asked for. */
    public record Command(RoomId id, RoomName name) {}

    private final Rooms rooms;
    private final InstantSource clock;

    public CreateRoom(Rooms rooms, InstantSource clock) {
        this.rooms = rooms;
        this.clock = clock;
    }

    /** @param asked may refuse what was sent; nobody who may not make a room is told what is wrong with one */
    public Result create(Actor actor, Supplier<Command> asked) {
        if (!actor.isAdmin()) {
            return new Result.NotAllowed();
        }
        Command command = asked.get();
        Room room = new Room(command.id(), command.name(), clock.instant());
        return rooms.add(room) ? new Result.Created(room) : new Result.Taken();
    }
}
