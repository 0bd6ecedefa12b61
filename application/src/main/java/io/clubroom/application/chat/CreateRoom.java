package io.clubroom.application.chat;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.Rooms;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Creates a room; administrators only. */
public final class CreateRoom {
    public sealed interface Result {
        record Created(Room room) implements Result {}

        record NotAllowed() implements Result {}

        record Taken() implements Result {}
    }

    public record Command(RoomId id, RoomName name) {}

    private final Transactions transactions;
    private final Rooms rooms;
    private final InstantSource clock;

    public CreateRoom(Transactions transactions, Rooms rooms, InstantSource clock) {
        this.transactions = transactions;
        this.rooms = rooms;
        this.clock = clock;
    }

    /** @param asked parses the request. Called only for administrators, so others get 403 whatever they sent. */
    public Result create(Actor actor, Supplier<Command> asked) {
        if (!actor.isAdmin()) {
            return new Result.NotAllowed();
        }
        Command command = asked.get();
        Room room = new Room(command.id(), command.name(), clock.instant());
        return transactions.call(actor, () -> rooms.add(room) ? new Result.Created(room) : new Result.Taken());
    }
}
