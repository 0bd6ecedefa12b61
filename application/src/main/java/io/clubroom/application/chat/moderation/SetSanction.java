package io.clubroom.application.chat.moderation;

import static java.util.Objects.requireNonNull;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomAction;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomStanding;
import io.clubroom.domain.chat.RoomStandings;
import io.clubroom.domain.chat.RoomVerdict;
import io.clubroom.domain.chat.moderation.Reason;
import io.clubroom.domain.chat.moderation.Sanction;
import io.clubroom.domain.chat.moderation.Sanctions;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Mutes a user in a room or bans one from it, replacing an earlier mute or ban; only for those whose role there is above the user's, and
 * never against administrators.
 */
public final class SetSanction {
    public sealed interface Result {
        record Done(Sanction sanction) implements Result {}

        record NotSignedIn() implements Result {}

        record Refused(RoomVerdict verdict) implements Result {}

        /** The user does not exist or is inactive. */
        record UserNotFound() implements Result {}
    }

    /** @param until null if it has no end */
    public record Command(UserId user, @Nullable Instant until, Reason reason) {}

    private final Transactions transactions;
    private final RoomMembers members;
    private final RoomStandings standings;
    private final Sanctions sanctions;
    private final ImposeSanction imposeSanction;
    private final InstantSource clock;

    public SetSanction(
            Transactions transactions,
            RoomMembers members,
            RoomStandings standings,
            Sanctions sanctions,
            ImposeSanction imposeSanction,
            InstantSource clock) {
        this.transactions = transactions;
        this.members = members;
        this.standings = standings;
        this.sanctions = sanctions;
        this.imposeSanction = imposeSanction;
        this.clock = clock;
    }

    /** @param request parses the request; called only for moderators, so that others are refused even if the request is invalid. */
    public Result set(Actor actor, RoomId room, Sanction.Kind kind, Supplier<Command> request) {
        if (!(actor instanceof Actor.SignedIn moderator)) {
            return new Result.NotSignedIn();
        }
        RoomVerdict verdict = RoomAccess.decide(standings.of(moderator, room), RoomAction.MODERATE);
        if (verdict != RoomVerdict.ALLOWED) {
            return new Result.Refused(verdict);
        }
        Command command = request.get();
        return transactions.call(() -> {
            members.lock(room);
            sanctions.lock(room);
            return transactions.call(actor, () -> store(moderator, room, kind, command));
        });
    }

    private Result store(Actor.SignedIn moderator, RoomId room, Sanction.Kind kind, Command command) {
        RoomStanding standing = standings.of(moderator, room);
        RoomVerdict verdict = RoomAccess.decide(standing, RoomAction.MODERATE);
        if (verdict != RoomVerdict.ALLOWED) {
            return new Result.Refused(verdict);
        }
        Sanction sanction = new Sanction(
                room, command.user(), kind, command.until(), command.reason(), moderator.id(), clock.instant());
        return switch (imposeSanction.impose(
                sanction,
                requireNonNull(standing).kind(),
                requireNonNull(requireNonNull(standing).role()))) {
            case ImposeSanction.Result.Imposed _ -> new Result.Done(sanction);
            case ImposeSanction.Result.NotAllowed _ -> new Result.Refused(RoomVerdict.FORBIDDEN);
            case ImposeSanction.Result.UserNotFound _ -> new Result.UserNotFound();
        };
    }
}
