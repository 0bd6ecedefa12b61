package io.clubroom.application.chat;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.RemovedRooms;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomAction;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomStanding;
import io.clubroom.domain.chat.RoomStandings;
import io.clubroom.domain.chat.RoomVerdict;
import io.clubroom.domain.chat.Rooms;

/** Deletes a room and its messages, and removes everybody from it; only for its owners. */
public final class DeleteRoom {
    public sealed interface Result {
        record Deleted() implements Result {}

        record NotSignedIn() implements Result {}

        record Refused(RoomVerdict verdict) implements Result {}
    }

    private final Transactions transactions;
    private final Rooms rooms;
    private final RemovedRooms removedRooms;
    private final RoomMembers members;
    private final RoomStandings standings;
    private final RoomRelay relay;

    public DeleteRoom(
            Transactions transactions,
            Rooms rooms,
            RemovedRooms removedRooms,
            RoomMembers members,
            RoomStandings standings,
            RoomRelay relay) {
        this.transactions = transactions;
        this.rooms = rooms;
        this.removedRooms = removedRooms;
        this.members = members;
        this.standings = standings;
        this.relay = relay;
    }

    public Result delete(Actor actor, RoomId room) {
        if (!(actor instanceof Actor.SignedIn owner)) {
            return new Result.NotSignedIn();
        }
        RoomVerdict verdict = RoomAccess.decide(standings.of(owner, room), RoomAction.OWN);
        if (verdict != RoomVerdict.ALLOWED) {
            return new Result.Refused(verdict);
        }
        Result result = transactions.call(() -> {
            members.lock(room);
            return transactions.call(actor, () -> remove(owner, room));
        });
        if (result instanceof Result.Deleted) {
            clear(room);
        }
        return result;
    }

    private Result remove(Actor.SignedIn owner, RoomId room) {
        RoomStanding standing = standings.of(owner, room);
        RoomVerdict verdict = RoomAccess.decide(standing, RoomAction.OWN);
        if (standing == null || verdict != RoomVerdict.ALLOWED) {
            return new Result.Refused(verdict);
        }
        if (standing.kind() == RoomKind.PUBLIC) {
            relay.publicRoomRemoved(room, members.banned(room));
        }
        rooms.remove(room);
        relay.roomDeleted(room);
        return new Result.Deleted();
    }

    private void clear(RoomId room) {
        try {
            while (removedRooms.clear(room, ClearRooms.ROWS)) {}
        } catch (Unavailable unreachable) {
            // The room is deleted; ClearRooms removes the rest when the store is reachable again.
        }
    }
}
