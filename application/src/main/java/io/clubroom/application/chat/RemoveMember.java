package io.clubroom.application.chat;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomAction;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomMembers.Member;
import io.clubroom.domain.chat.RoomMembers.Others;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.chat.RoomStanding;
import io.clubroom.domain.chat.RoomStandings;
import io.clubroom.domain.chat.RoomVerdict;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.user.UserId;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Removes a member of a private room. Owners may remove everybody, moderators only members with the role {@link RoomRole#MEMBER}, and all
 * members themselves. When the last member leaves, the room is deleted.
 */
public final class RemoveMember {
    public sealed interface Result {
        record Removed() implements Result {}

        record NotSignedIn() implements Result {}

        record Refused(RoomVerdict verdict) implements Result {}

        /** The user is not a member, or is inactive. */
        record UserNotFound() implements Result {}

        /** The room would have no owner. */
        record LastOwner() implements Result {}
    }

    private final Transactions transactions;
    private final Rooms rooms;
    private final RoomMembers members;
    private final RoomStandings standings;
    private final RoomRelay relay;

    public RemoveMember(
            Transactions transactions, Rooms rooms, RoomMembers members, RoomStandings standings, RoomRelay relay) {
        this.transactions = transactions;
        this.rooms = rooms;
        this.members = members;
        this.standings = standings;
        this.relay = relay;
    }

    /** @param request parses the request; called only if the actor may read the room. */
    public Result remove(Actor actor, RoomId room, Supplier<UserId> request) {
        if (!(actor instanceof Actor.SignedIn remover)) {
            return new Result.NotSignedIn();
        }
        RoomStanding standing = standings.of(remover, room);
        if (!RoomAccess.mayRead(standing)) {
            return new Result.Refused(RoomVerdict.NOT_FOUND);
        }
        UserId user = request.get();
        RoomVerdict verdict = verdict(standing, remover, user);
        if (verdict != RoomVerdict.ALLOWED) {
            return new Result.Refused(verdict);
        }
        return transactions.call(() -> {
            members.lock(room);
            return transactions.call(actor, () -> removeNow(remover, room, user));
        });
    }

    private Result removeNow(Actor.SignedIn remover, RoomId room, UserId user) {
        RoomStanding standing = standings.of(remover, room);
        RoomVerdict verdict = verdict(standing, remover, user);
        if (verdict != RoomVerdict.ALLOWED) {
            return new Result.Refused(verdict);
        }
        Optional<Member> member = members.find(room, user);
        if (member.isEmpty()) {
            return new Result.UserNotFound();
        }
        RoomRole role = member.get().role();
        if (remover.is(user)) {
            return leave(room, user, role);
        }
        if (role != RoomRole.MEMBER && RoomAccess.decide(standing, RoomAction.OWN) != RoomVerdict.ALLOWED) {
            return new Result.Refused(RoomVerdict.FORBIDDEN);
        }
        // If the member is an owner, the remover is another one, so the room keeps an owner.
        members.remove(room, user);
        relay.memberRemoved(room, user, Departure.REMOVED);
        return new Result.Removed();
    }

    private Result leave(RoomId room, UserId user, RoomRole role) {
        Others others = members.others(room, user);
        if (others.next() == null && !others.hasOwner()) {
            rooms.remove(room);
            relay.roomDeleted(room);
            return new Result.Removed();
        }
        if (role == RoomRole.OWNER && !others.hasOwner()) {
            return new Result.LastOwner();
        }
        members.remove(room, user);
        relay.memberRemoved(room, user, Departure.LEFT);
        return new Result.Removed();
    }

    private static RoomVerdict verdict(@Nullable RoomStanding standing, Actor.SignedIn remover, UserId user) {
        if (remover.is(user)) {
            return RoomAccess.decide(standing, RoomAction.LEAVE);
        }
        RoomVerdict verdict = RoomAccess.decide(standing, RoomAction.ADMIT);
        return verdict == RoomVerdict.ALLOWED && standing != null && standing.kind() == RoomKind.PUBLIC
                ? RoomVerdict.PUBLIC_ROOM
                : verdict;
    }
}
