package io.clubroom.application.chat;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.DirectRooms;
import io.clubroom.domain.chat.DirectUsers;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.chat.RoomSummary;
import io.clubroom.domain.chat.UserBlocks;
import io.clubroom.domain.chat.VisibleRooms;
import io.clubroom.domain.user.UserId;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Opens the direct room of the actor and others; there is one for each set of users. A room of two cannot be opened if either has blocked
 * the other.
 */
public final class OpenDirectRoom {
    /** @param others may contain duplicates, and the actor */
    public record Command(List<UserId> others) {}

    public sealed interface Result {
        record Opened(DescribedRoom room) implements Result {}

        /** The room already existed. */
        record Found(DescribedRoom room) implements Result {}

        record NotSignedIn() implements Result {}

        /** One of the others does not exist or is inactive, or the only other one has blocked the actor. */
        record NotReachable() implements Result {}

        /** The actor has blocked the only other user. */
        record UserBlocked() implements Result {}
    }

    private final Transactions transactions;
    private final DirectRooms directRooms;
    private final RoomMembers members;
    private final UserBlocks blocks;
    private final VisibleRooms visibleRooms;
    private final DescribeRooms describe;
    private final RoomRelay relay;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    public OpenDirectRoom(
            Transactions transactions,
            DirectRooms directRooms,
            RoomMembers members,
            UserBlocks blocks,
            VisibleRooms visibleRooms,
            DescribeRooms describe,
            RoomRelay relay,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.transactions = transactions;
        this.directRooms = directRooms;
        this.members = members;
        this.blocks = blocks;
        this.visibleRooms = visibleRooms;
        this.describe = describe;
        this.relay = relay;
        this.clock = clock;
        this.ids = ids;
    }

    /** @throws io.clubroom.domain.validation.InvalidValue if there are too many others or none */
    public Result open(Actor actor, Command command) {
        if (!(actor instanceof Actor.SignedIn opener)) {
            return new Result.NotSignedIn();
        }
        DirectUsers users = DirectUsers.of(opener.id(), command.others());
        return transactions.call(actor, () -> open(opener, users));
    }

    private Result open(Actor.SignedIn opener, DirectUsers users) {
        List<UserId> others = users.others(opener.id());
        // Everything is read in any case, so that the time does not reveal who does not exist and who has blocked the
        // actor.
        Set<UserId> active = members.lockActive(others);
        boolean hasBlocked = others.size() == 1 && blocks.exists(opener.id(), others.getFirst());
        boolean isBlocked = others.size() == 1 && blocks.exists(others.getFirst(), opener.id());
        if (hasBlocked) {
            return new Result.UserBlocked();
        }
        if (isBlocked || !active.containsAll(others)) {
            return new Result.NotReachable();
        }
        Room room = new Room(RoomId.given(ids.get()), new RoomName("Direct"), RoomKind.DIRECT, clock.instant());
        if (!directRooms.add(room, users)) {
            return new Result.Found(described(opener, directRooms.find(users).orElseThrow()));
        }
        members.add(room.id(), users.ids(), RoomRole.MEMBER, room.createdAt());
        relay.membersAdded(room.id(), users.ids());
        return new Result.Opened(described(opener, room.id()));
    }

    private DescribedRoom described(Actor.SignedIn opener, RoomId room) {
        RoomSummary summary = visibleRooms.find(opener, room).orElseThrow();
        return describe.describe(opener, List.of(summary)).rooms().getFirst();
    }
}
