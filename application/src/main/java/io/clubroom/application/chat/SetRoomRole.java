package io.clubroom.application.chat;

import static java.util.Objects.requireNonNull;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomAction;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomMembers.Member;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.chat.RoomStanding;
import io.clubroom.domain.chat.RoomStandings;
import io.clubroom.domain.chat.RoomVerdict;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Adds a member to a private room, or changes the role of a member. Owners may assign every role, moderators may only add members with the
 * role {@link RoomRole#MEMBER}. All users are members of a public room, so there it only assigns roles.
 */
public final class SetRoomRole {
    /** @param user the user who gets the role, and becomes a member */
    public record Command(UserId user, RoomRole role) {}

    public sealed interface Result {
        record Done(Member member) implements Result {}

        record NotSignedIn() implements Result {}

        record Refused(RoomVerdict verdict) implements Result {}

        /** The user does not exist or is inactive. */
        record UserNotFound() implements Result {}

        /** The user is banned from the room. */
        record Banned() implements Result {}

        /** The room would have no owner. */
        record LastOwner() implements Result {}
    }

    private final Transactions transactions;
    private final RoomMembers members;
    private final RoomStandings standings;
    private final Users users;
    private final RoomRelay relay;
    private final InstantSource clock;

    public SetRoomRole(
            Transactions transactions,
            RoomMembers members,
            RoomStandings standings,
            Users users,
            RoomRelay relay,
            InstantSource clock) {
        this.transactions = transactions;
        this.members = members;
        this.standings = standings;
        this.users = users;
        this.relay = relay;
        this.clock = clock;
    }

    /** @param request parses the request; called only for those who may add members, so that others are refused even if the request is invalid. */
    public Result set(Actor actor, RoomId room, Supplier<Command> request) {
        if (!(actor instanceof Actor.SignedIn giver)) {
            return new Result.NotSignedIn();
        }
        RoomVerdict verdict = RoomAccess.decide(standings.of(giver, room), RoomAction.ADMIT);
        if (verdict != RoomVerdict.ALLOWED) {
            return new Result.Refused(verdict);
        }
        Command command = request.get();
        return transactions.call(() -> {
            members.lock(room);
            return transactions.call(actor, () -> set(giver, room, command.user(), command.role()));
        });
    }

    private Result set(Actor.SignedIn giver, RoomId room, UserId user, RoomRole role) {
        RoomStanding standing = standings.of(giver, room);
        RoomVerdict verdict = RoomAccess.decide(standing, RoomAction.ADMIT);
        if (verdict != RoomVerdict.ALLOWED) {
            return new Result.Refused(verdict);
        }
        Optional<RoomRole> present = members.find(room, user).map(Member::role);
        boolean givesRole = role != RoomRole.MEMBER || present.orElse(RoomRole.MEMBER) != RoomRole.MEMBER;
        if (givesRole && RoomAccess.decide(standing, RoomAction.OWN) != RoomVerdict.ALLOWED) {
            return new Result.Refused(RoomVerdict.FORBIDDEN);
        }
        if (!members.lockActive(Set.of(user)).contains(user)) {
            return new Result.UserNotFound();
        }
        Instant now = clock.instant();
        if (members.isBanned(room, user, now)) {
            return new Result.Banned();
        }
        boolean isPublic = requireNonNull(standing).kind() == RoomKind.PUBLIC;
        if (!isPublic
                && present.equals(Optional.of(RoomRole.OWNER))
                && role != RoomRole.OWNER
                && !members.others(room, user).hasOwner()) {
            return new Result.LastOwner();
        }
        if (!isPublic && present.isEmpty()) {
            relay.membersAdded(room, List.of(user));
        }
        return new Result.Done(isPublic ? storeRole(room, user, role) : storeMember(room, user, role, now));
    }

    private Member storeMember(RoomId room, UserId user, RoomRole role, Instant now) {
        members.add(room, List.of(user), role, now);
        return members.find(room, user).orElseThrow();
    }

    private Member storeRole(RoomId room, UserId id, RoomRole role) {
        User user = users.find(id).orElseThrow();
        if (role == RoomRole.MEMBER) {
            members.remove(room, id);
        } else {
            members.add(room, List.of(id), role, user.createdAt());
        }
        return new Member(Participant.of(user), role, user.createdAt());
    }
}
