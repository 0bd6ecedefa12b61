package io.clubroom.application.chat.moderation;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.chat.ChangeDraft;
import io.clubroom.domain.chat.ChangeRefusal;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomAction;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.chat.RoomStanding;
import io.clubroom.domain.chat.RoomStandings;
import io.clubroom.domain.chat.RoomVerdict;
import io.clubroom.domain.chat.moderation.ModerationLog;
import io.clubroom.domain.chat.moderation.Reason;
import io.clubroom.domain.chat.moderation.Report;
import io.clubroom.domain.chat.moderation.ReportAction;
import io.clubroom.domain.chat.moderation.ReportId;
import io.clubroom.domain.chat.moderation.ReportResolution;
import io.clubroom.domain.chat.moderation.ReportStatus;
import io.clubroom.domain.chat.moderation.Reports;
import io.clubroom.domain.chat.moderation.Sanction;
import io.clubroom.domain.chat.moderation.Sanctions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Resolves a report and carries out the decision: dismisses the report, deletes the message, or mutes or bans its author. For owners and
 * moderators of the room, and for administrators, who have the rights of an owner even in rooms that they cannot see.
 */
public final class ResolveReport {
    public sealed interface Result {
        record Resolved(Report report) implements Result {}

        record NotSignedIn() implements Result {}

        /** There is no such report, or the actor may not resolve it. */
        record NotFound() implements Result {}

        record AlreadyResolved() implements Result {}

        /** Nobody can be muted in a direct room or banned from it. */
        record DirectRoom() implements Result {}

        /** The author's role is not below the actor's. */
        record NotAllowed() implements Result {}

        /** The author was deleted, or is inactive. */
        record AuthorNotFound() implements Result {}
    }

    /** @param until when a mute or ban ends; null if it has no end */
    public record Command(
            ReportAction action,
            @Nullable Instant until,
            @Nullable Reason note) {}

    private final Transactions transactions;
    private final RoomMembers members;
    private final RoomStandings standings;
    private final Sanctions sanctions;
    private final Reports reports;
    private final Messages messages;
    private final TokenRevocations revocations;
    private final ImposeSanction imposeSanction;
    private final RoomRelay relay;
    private final ModerationLog log;
    private final InstantSource clock;

    public ResolveReport(
            Transactions transactions,
            RoomMembers members,
            RoomStandings standings,
            Sanctions sanctions,
            Reports reports,
            Messages messages,
            TokenRevocations revocations,
            ImposeSanction imposeSanction,
            RoomRelay relay,
            ModerationLog log,
            InstantSource clock) {
        this.transactions = transactions;
        this.members = members;
        this.standings = standings;
        this.sanctions = sanctions;
        this.reports = reports;
        this.messages = messages;
        this.revocations = revocations;
        this.imposeSanction = imposeSanction;
        this.relay = relay;
        this.log = log;
        this.clock = clock;
    }

    /** @param request parses the request; called only for those who may resolve the report, so that others are refused even if the request is invalid. */
    public Result resolve(Actor actor, ReportId id, Supplier<Command> request) {
        if (!(actor instanceof Actor.SignedIn moderator)) {
            return new Result.NotSignedIn();
        }
        Report report = reports.find(id).orElse(null);
        if (report == null || role(moderator, standings.of(moderator, report.room())) == null) {
            return new Result.NotFound();
        }
        Command command = request.get();
        try {
            return transactions.call(() -> {
                members.lock(report.room());
                sanctions.lock(report.room());
                return transactions.call(actor, () -> decide(moderator, id, command));
            });
        } catch (RuntimeException failure) {
            if (command.action() == ReportAction.DELETE) {
                // The deletion may have been stored nevertheless.
                relay.stored(report.room(), RoomSignal.Reached.UNKNOWN);
            }
            throw failure;
        }
    }

    /** Returns the role in which an actor resolves a report of a room; null if the actor may not. */
    private static @Nullable RoomRole role(Actor.SignedIn actor, @Nullable RoomStanding standing) {
        if (actor.isAdmin()) {
            return RoomRole.OWNER;
        }
        return standing != null && RoomAccess.decide(standing, RoomAction.MODERATE) == RoomVerdict.ALLOWED
                ? standing.role()
                : null;
    }

    private Result decide(Actor.SignedIn actor, ReportId id, Command command) {
        Report report = reports.find(id).orElse(null);
        RoomStanding standing = report == null ? null : standings.of(actor, report.room());
        RoomRole role = role(actor, standing);
        if (report == null || standing == null || role == null) {
            return new Result.NotFound();
        }
        if (report.status() == ReportStatus.RESOLVED) {
            return new Result.AlreadyResolved();
        }
        Instant now = clock.instant();
        Result failure = switch (command.action()) {
            case DISMISS -> null;
            case DELETE -> delete(actor, report, command, now);
            case MUTE -> sanction(actor, report, command, Sanction.Kind.MUTE, standing.kind(), role, now);
            case BAN -> sanction(actor, report, command, Sanction.Kind.BAN, standing.kind(), role, now);
        };
        if (failure != null) {
            return failure;
        }
        ReportResolution resolution = new ReportResolution(command.action(), command.note(), actor.id(), now);
        return reports.resolve(id, resolution)
                ? new Result.Resolved(report.resolved(resolution))
                : new Result.AlreadyResolved();
    }

    /** Returns null if the message is deleted. */
    private @Nullable Result delete(Actor.SignedIn actor, Report report, Command command, Instant now) {
        Message message = report.message();
        ChangeDraft.Deletion deletion = new ChangeDraft.Deletion(
                report.room(), message.id(), actor.id(), revocations.versionOf(actor), null, now, true);
        return switch (messages.append(List.of(deletion)).getFirst()) {
            case Outcome.Stored(RoomChange change) -> {
                transactions.afterCommit(() -> relay.stored(change.room(), change.change()));
                if (!message.isBy(actor.id())) {
                    ModerationLog.Entry entry = new ModerationLog.Entry(
                            ModerationLog.Act.MESSAGE_DELETED,
                            actor.id(),
                            message.author() == null ? null : message.author().id(),
                            report.room(),
                            message.id(),
                            null,
                            reason(report, command));
                    transactions.afterCommit(() -> log.record(entry));
                }
                yield null;
            }
            case Outcome.Repeated _, Outcome.Unchanged _ -> null;
            case Outcome.Refused(ChangeRefusal refusal, Instant _) -> {
                if (refusal == ChangeRefusal.NO_SUCH_SENDER) {
                    throw new ActorEnded(ActorEnded.Reason.TOKEN_ENDED);
                }
                yield new Result.NotFound();
            }
        };
    }

    /** Returns null if the author is muted or banned. */
    private @Nullable Result sanction(
            Actor.SignedIn actor,
            Report report,
            Command command,
            Sanction.Kind kind,
            RoomKind room,
            RoomRole role,
            Instant now) {
        if (room == RoomKind.DIRECT) {
            return new Result.DirectRoom();
        }
        Participant author = report.message().author();
        if (author == null) {
            return new Result.AuthorNotFound();
        }
        Sanction sanction = new Sanction(
                report.room(), author.id(), kind, command.until(), reason(report, command), actor.id(), now);
        return switch (imposeSanction.impose(sanction, room, role)) {
            case ImposeSanction.Result.Imposed _ -> null;
            case ImposeSanction.Result.NotAllowed _ -> new Result.NotAllowed();
            case ImposeSanction.Result.UserNotFound _ -> new Result.AuthorNotFound();
        };
    }

    /** Returns the reason to log, without the reporter's text, which may quote the message. */
    private static Reason reason(Report report, Command command) {
        return command.note() == null ? new Reason("Report " + report.id()) : command.note();
    }
}
