package io.clubroom.application.chat;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.Rooms;

/** Deletes a room and its messages, and makes its members leave; administrators only. */
public final class DeleteRoom {
    public sealed interface Result {
        record Deleted() implements Result {}

        record NotAllowed() implements Result {}

        record NotFound() implements Result {}
    }

    private final Transactions transactions;
    private final Rooms rooms;
    private final RoomRelay relay;

    public DeleteRoom(Transactions transactions, Rooms rooms, RoomRelay relay) {
        this.transactions = transactions;
        this.rooms = rooms;
        this.relay = relay;
    }

    public Result delete(Actor actor, RoomId id) {
        if (!actor.isAdmin()) {
            return new Result.NotAllowed();
        }
        return transactions.call(actor, () -> {
            if (!rooms.remove(id)) {
                return new Result.NotFound();
            }
            relay.roomDeleted(id);
            return new Result.Deleted();
        });
    }
}
