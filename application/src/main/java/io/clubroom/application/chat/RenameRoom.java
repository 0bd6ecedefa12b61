package io.clubroom.application.chat;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomAction;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.RoomStandings;
import io.clubroom.domain.chat.RoomSummary;
import io.clubroom.domain.chat.RoomVerdict;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.chat.VisibleRooms;
import java.util.List;
import java.util.function.Supplier;

/** Renames a room; only for its owners. */
public final class RenameRoom {
    public sealed interface Result {
        record Renamed(DescribedRoom room) implements Result {}

        record NotSignedIn() implements Result {}

        record Refused(RoomVerdict verdict) implements Result {}
    }

    private final Transactions transactions;
    private final Rooms rooms;
    private final RoomMembers members;
    private final RoomStandings standings;
    private final VisibleRooms visibleRooms;
    private final DescribeRooms describe;

    public RenameRoom(
            Transactions transactions,
            Rooms rooms,
            RoomMembers members,
            RoomStandings standings,
            VisibleRooms visibleRooms,
            DescribeRooms describe) {
        this.transactions = transactions;
        this.rooms = rooms;
        this.members = members;
        this.standings = standings;
        this.visibleRooms = visibleRooms;
        this.describe = describe;
    }

    /** @param request parses the request; called only for owners, so that others are refused even if the request is invalid. */
    public Result rename(Actor actor, RoomId room, Supplier<RoomName> request) {
        if (!(actor instanceof Actor.SignedIn owner)) {
            return new Result.NotSignedIn();
        }
        RoomVerdict verdict = verdict(owner, room);
        if (verdict != RoomVerdict.ALLOWED) {
            return new Result.Refused(verdict);
        }
        RoomName name = request.get();
        return transactions.call(() -> {
            members.lock(room);
            return transactions.call(actor, () -> store(owner, room, name));
        });
    }

    private Result store(Actor.SignedIn owner, RoomId room, RoomName name) {
        RoomVerdict verdict = verdict(owner, room);
        if (verdict != RoomVerdict.ALLOWED) {
            return new Result.Refused(verdict);
        }
        rooms.rename(room, name);
        RoomSummary summary = visibleRooms.find(owner, room).orElseThrow();
        return new Result.Renamed(
                describe.describe(owner, List.of(summary)).rooms().getFirst());
    }

    private RoomVerdict verdict(Actor.SignedIn owner, RoomId room) {
        return RoomAccess.decide(standings.of(owner, room), RoomAction.OWN);
    }
}
