package io.clubroom.application.chat.moderation;

import static java.util.Objects.requireNonNull;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
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
import io.clubroom.domain.chat.moderation.ModerationLog;
import io.clubroom.domain.chat.moderation.ModerationLog.Act;
import io.clubroom.domain.chat.moderation.Sanction;
import io.clubroom.domain.chat.moderation.SanctionRules;
import io.clubroom.domain.chat.moderation.Sanctions;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * Lifts a mute or a ban, if there is one; only for those who may mute and ban the user. After a ban from a public room, the user is a
 * member again at once; a private room stays hidden until somebody adds the user.
 */
public final class LiftSanction {
    public sealed interface Result {
        record Done() implements Result {}

        record NotSignedIn() implements Result {}

        record Refused(RoomVerdict verdict) implements Result {}

        record UserNotFound() implements Result {}
    }

    private final Transactions transactions;
    private final RoomMembers members;
    private final RoomStandings standings;
    private final Users users;
    private final Sanctions sanctions;
    private final RoomRelay relay;
    private final ModerationLog log;
    private final InstantSource clock;

    public LiftSanction(
            Transactions transactions,
            RoomMembers members,
            RoomStandings standings,
            Users users,
            Sanctions sanctions,
            RoomRelay relay,
            ModerationLog log,
            InstantSource clock) {
        this.transactions = transactions;
        this.members = members;
        this.standings = standings;
        this.users = users;
        this.sanctions = sanctions;
        this.relay = relay;
        this.log = log;
        this.clock = clock;
    }

    /** @param request parses the request; called only for moderators, so that others are refused even if the request is invalid. */
    public Result lift(Actor actor, RoomId room, Sanction.Kind kind, Supplier<UserId> request) {
        if (!(actor instanceof Actor.SignedIn moderator)) {
            return new Result.NotSignedIn();
        }
        RoomVerdict verdict = RoomAccess.decide(standings.of(moderator, room), RoomAction.MODERATE);
        if (verdict != RoomVerdict.ALLOWED) {
            return new Result.Refused(verdict);
        }
        UserId user = request.get();
        return transactions.call(() -> {
            members.lock(room);
            sanctions.lock(room);
            return transactions.call(actor, () -> remove(moderator, room, kind, user));
        });
    }

    private Result remove(Actor.SignedIn moderator, RoomId room, Sanction.Kind kind, UserId id) {
        RoomStanding standing = standings.of(moderator, room);
        RoomVerdict verdict = RoomAccess.decide(standing, RoomAction.MODERATE);
        if (verdict != RoomVerdict.ALLOWED) {
            return new Result.Refused(verdict);
        }
        User user = users.find(id).orElse(null);
        if (user == null) {
            return new Result.UserNotFound();
        }
        RoomRole own = requireNonNull(requireNonNull(standing).role());
        RoomRole role = members.find(room, id).map(Member::role).orElse(RoomRole.MEMBER);
        if (!SanctionRules.isAbove(own, user.role(), role)) {
            return new Result.Refused(RoomVerdict.FORBIDDEN);
        }
        sanctions.lift(room, id, kind, clock.instant()).ifPresent(lifted -> {
            if (kind == Sanction.Kind.BAN && standing.kind() == RoomKind.PUBLIC) {
                relay.membersAdded(room, List.of(id));
            }
            ModerationLog.Entry entry = new ModerationLog.Entry(
                    kind == Sanction.Kind.BAN ? Act.BAN_LIFTED : Act.MUTE_LIFTED,
                    moderator.id(),
                    id,
                    room,
                    null,
                    lifted.until(),
                    lifted.reason());
            transactions.afterCommit(() -> log.record(entry));
        });
        return new Result.Done();
    }
}
