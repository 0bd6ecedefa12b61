package io.clubroom.application.mail;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.mail.MailSignal;
import io.clubroom.domain.mail.Outbox;
import io.clubroom.domain.mail.Outbox.Announcement;
import io.clubroom.domain.mail.Outbox.Audience;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Sends a mail to all users of an audience who accept announcements; only for administrators. */
public final class Announce {
    public record Command(Announcement announcement, Audience audience) {}

    public sealed interface Result {
        record Queued(int recipients) implements Result {}

        record NotAllowed() implements Result {}
    }

    private final Transactions transactions;
    private final Outbox outbox;
    private final InstantSource clock;
    private final MailSignal signal;

    public Announce(Transactions transactions, Outbox outbox, InstantSource clock, MailSignal signal) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.clock = clock;
        this.signal = signal;
    }

    /** @param request parses the request; called only for administrators, so that others are refused even if the request is invalid. */
    public Result announce(Actor actor, Supplier<Command> request) {
        if (!actor.isAdmin()) {
            return new Result.NotAllowed();
        }
        Command command = request.get();
        return transactions.call(actor, () -> {
            int recipients = outbox.announce(command.announcement(), command.audience(), clock.instant());
            transactions.afterCommit(signal::mailsAdded);
            return new Result.Queued(recipients);
        });
    }
}
