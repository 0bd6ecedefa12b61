package io.clubroom.application.chat.moderation;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomStandings;
import io.clubroom.domain.chat.moderation.Reason;
import io.clubroom.domain.chat.moderation.Report;
import io.clubroom.domain.chat.moderation.ReportId;
import io.clubroom.domain.chat.moderation.Reports;
import io.clubroom.domain.chat.moderation.Sanctions;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/** Reports a message to the moderators of its room; for users who may read it. */
public final class ReportMessage {
    public sealed interface Result {
        record Reported(Report report) implements Result {}

        /** @param report the actor's earlier report */
        record Repeated(Report report) implements Result {}

        record NotSignedIn() implements Result {}

        record RoomNotFound() implements Result {}

        record MessageNotFound() implements Result {}

        record MessageDeleted() implements Result {}
    }

    public record Command(MessageId message, Reason reason) {}

    private final Transactions transactions;
    private final RoomStandings standings;
    private final Sanctions sanctions;
    private final Messages messages;
    private final Reports reports;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    public ReportMessage(
            Transactions transactions,
            RoomStandings standings,
            Sanctions sanctions,
            Messages messages,
            Reports reports,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.transactions = transactions;
        this.standings = standings;
        this.sanctions = sanctions;
        this.messages = messages;
        this.reports = reports;
        this.clock = clock;
        this.ids = ids;
    }

    /** @param request parses the request; called only if the actor may read the room, so that others are refused even if the request is invalid. */
    public Result report(Actor actor, RoomId room, Supplier<Command> request) {
        if (!(actor instanceof Actor.SignedIn reporter)) {
            return new Result.NotSignedIn();
        }
        if (!RoomAccess.mayRead(standings.of(reporter, room))) {
            return new Result.RoomNotFound();
        }
        Command command = request.get();
        return transactions.call(() -> {
            sanctions.lock(room);
            return transactions.call(actor, () -> store(reporter, room, command));
        });
    }

    private Result store(Actor.SignedIn reporter, RoomId room, Command command) {
        if (!RoomAccess.mayRead(standings.of(reporter, room))) {
            return new Result.RoomNotFound();
        }
        Message message = messages.find(room, command.message()).orElse(null);
        if (message == null) {
            return new Result.MessageNotFound();
        }
        if (message.state().deleted()) {
            return new Result.MessageDeleted();
        }
        Report report = Report.of(new ReportId(ids.get()), message, command.reason(), reporter.id(), clock.instant());
        Report stored = reports.add(report);
        return stored.id().equals(report.id()) ? new Result.Reported(stored) : new Result.Repeated(stored);
    }
}
