package io.clubroom.application.mail;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.mail.MailId;
import io.clubroom.domain.mail.MailSignal;
import io.clubroom.domain.mail.Outbox;
import java.time.InstantSource;

/** Sends a failed mail again; only for administrators. */
public final class RetryMail {
    public sealed interface Result {
        record Queued() implements Result {}

        record NotAllowed() implements Result {}

        record NotFound() implements Result {}

        /** The mail has not failed. */
        record NotFailed() implements Result {}
    }

    private final Transactions transactions;
    private final Outbox outbox;
    private final InstantSource clock;
    private final MailSignal signal;

    public RetryMail(Transactions transactions, Outbox outbox, InstantSource clock, MailSignal signal) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.clock = clock;
        this.signal = signal;
    }

    public Result retry(Actor actor, MailId id) {
        if (!actor.isAdmin()) {
            return new Result.NotAllowed();
        }
        return transactions.call(actor, () -> {
            if (outbox.find(id).isEmpty()) {
                return new Result.NotFound();
            }
            if (!outbox.retry(id, clock.instant())) {
                return new Result.NotFailed();
            }
            transactions.afterCommit(signal::mailsAdded);
            return new Result.Queued();
        });
    }
}
