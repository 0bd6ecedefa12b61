package io.clubroom.application.mail;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.mail.MailId;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.mail.MailSignal;
import io.clubroom.domain.mail.MailTemplates;
import io.clubroom.domain.mail.Outbox;
import io.clubroom.domain.mail.OutgoingMail;
import io.clubroom.domain.user.Email;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Adds a mail to the outbox in the current transaction. It is sent if and only if the transaction commits. */
public final class SendMail {
    private final Transactions transactions;
    private final Outbox outbox;
    private final MailTemplates templates;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final MailSignal signal;

    public SendMail(
            Transactions transactions,
            Outbox outbox,
            MailTemplates templates,
            InstantSource clock,
            Supplier<UUID> ids,
            MailSignal signal) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.templates = templates;
        this.clock = clock;
        this.ids = ids;
        this.signal = signal;
    }

    /**
     * @param variables the values of the variables in the templates of the kind
     * @param expiresAt when the link or code in the mail expires, null if there is none
     */
    public void send(MailKind kind, Email to, Map<String, String> variables, @Nullable Instant expiresAt) {
        outbox.add(new OutgoingMail(
                new MailId(ids.get()),
                kind,
                to,
                templates.subject(kind, variables),
                variables,
                clock.instant(),
                expiresAt));
        transactions.afterCommit(signal::mailsAdded);
    }
}
