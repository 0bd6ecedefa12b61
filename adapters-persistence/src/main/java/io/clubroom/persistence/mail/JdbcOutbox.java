package io.clubroom.persistence.mail;

import io.clubroom.domain.mail.Mail;
import io.clubroom.domain.mail.MailId;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.mail.MailStatus;
import io.clubroom.domain.mail.Outbox;
import io.clubroom.domain.mail.OutgoingMail;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.ContentCipher;
import io.clubroom.persistence.HashedSecrets;
import io.clubroom.persistence.JdbcTransactions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The outbox in PostgreSQL. During an attempt, a transaction holds a lock on the row. The lock ends with the connection, even if the node
 * crashes, and other nodes skip locked rows.
 */
@Singleton
public final class JdbcOutbox implements Outbox {
    private static final int URGENT = 0;
    private static final int NOT_URGENT = 1;

    /** The idle timeout of the transaction, longer than any attempt. */
    private static final String MAX_IDLE_TIME = "60s";

    /** The number of mails that a statement adds, well within the statement timeout. */
    private static final int RECIPIENTS_PER_STATEMENT = 2_000;

    /** A mail that this node cannot decrypt is left to nodes that have the key, for an hour. */
    private static final Duration UNREADABLE_PAUSE = Duration.ofMinutes(5);

    private static final int MAX_UNREADABLE_ATTEMPTS = 12;

    /** A position before the newest mail. */
    private static final Position START =
            new Position(Instant.parse("9999-12-31T23:59:59Z"), new MailId(new UUID(-1, -1)));

    private final MailRows rows;
    private final AnnouncementRows announcements;
    private final MailContent content;
    private final JdbcTransactions transactions;

    JdbcOutbox(MailRows rows, AnnouncementRows announcements, MailContent content, JdbcTransactions transactions) {
        this.rows = rows;
        this.announcements = announcements;
        this.content = content;
        this.transactions = transactions;
    }

    @Override
    public void add(OutgoingMail mail, @Nullable UserId recipient) {
        UUID id = mail.id().value();
        rows.insert(
                id,
                mail.kind().text(),
                mail.to().value(),
                mail.subject(),
                urgency(mail.kind()),
                mail.createdAt(),
                mail.expiresAt(),
                content.seal(id, mail.variables()),
                recipient == null ? null : recipient.value());
    }

    private static int urgency(MailKind kind) {
        return kind == MailKind.ANNOUNCEMENT ? NOT_URGENT : URGENT;
    }

    @Override
    public int announce(Announcement announcement, Audience audience, Instant createdAt) {
        UUID id = UUID.randomUUID();
        byte[] sealed = content.seal(id, Map.of("subject", announcement.subject(), "text", announcement.text()));
        return transactions.call(() -> {
            announcements.insert(id, sealed);
            return switch (audience) {
                case Audience.Everybody() -> announce(id, announcement, null, createdAt);
                case Audience.WithRole(var role) -> announce(id, announcement, role.text(), createdAt);
                case Audience.Listed(var users) ->
                    rows.announceTo(
                            id,
                            MailKind.ANNOUNCEMENT.text(),
                            announcement.subject(),
                            urgency(MailKind.ANNOUNCEMENT),
                            createdAt,
                            users.stream().map(UserId::toString).toArray(String[]::new));
            };
        });
    }

    private int announce(UUID id, Announcement announcement, @Nullable String role, Instant createdAt) {
        int recipients = 0;
        UUID after = new UUID(0, 0);
        Optional<UUID> last = rows.lastRecipient(role, after, RECIPIENTS_PER_STATEMENT);
        while (last.isPresent()) {
            recipients += rows.announce(
                    id,
                    MailKind.ANNOUNCEMENT.text(),
                    announcement.subject(),
                    urgency(MailKind.ANNOUNCEMENT),
                    role,
                    createdAt,
                    after,
                    last.get());
            after = last.get();
            last = rows.lastRecipient(role, after, RECIPIENTS_PER_STATEMENT);
        }
        return recipients;
    }

    @Override
    public Optional<Attempted> attemptNext(Instant now, Function<DueMail, Attempt> attempt) {
        return transactions.call(() -> rows.lockDue(URGENT, now)
                .or(() -> rows.lockDue(NOT_URGENT, now))
                .map(row -> {
                    Attempt outcome = attempt(row, now, attempt);
                    record(row.id(), outcome);
                    return new Attempted(MailKind.of(row.kind()), outcome);
                }));
    }

    private Attempt attempt(DueRow row, Instant now, Function<DueMail, Attempt> attempt) {
        Map<String, String> variables;
        try {
            variables = variables(row);
        } catch (ContentCipher.Unreadable unreadable) {
            String error = String.valueOf(unreadable.getMessage());
            return row.attempts() < MAX_UNREADABLE_ATTEMPTS
                    ? new Attempt.Retry(error, now.plus(UNREADABLE_PAUSE))
                    : new Attempt.Failed(error);
        }
        OutgoingMail mail = new OutgoingMail(
                new MailId(row.id()),
                MailKind.of(row.kind()),
                new Email(row.recipient()),
                row.subject(),
                variables,
                row.createdAt(),
                row.expiresAt());
        rows.allowIdleTime(MAX_IDLE_TIME);
        return attempt.apply(new DueMail(mail, row.attempts(), row.userId() == null ? null : new UserId(row.userId())));
    }

    private Map<String, String> variables(DueRow row) throws ContentCipher.Unreadable {
        if (row.content() != null) {
            return content.open(row.id(), row.content());
        }
        return row.announcementId() == null || row.announcement() == null
                ? Map.of()
                : content.open(row.announcementId(), row.announcement());
    }

    private void record(UUID id, Attempt attempt) {
        switch (attempt) {
            case Attempt.Sent(Instant at) -> rows.markSent(id, at);
            case Attempt.Failed(String error) -> rows.markFailed(id, error);
            case Attempt.Retry(String error, Instant nextAt) -> rows.postpone(id, error, nextAt);
        }
    }

    @Override
    public Optional<Mail> find(MailId id) {
        return rows.findById(id.value()).map(JdbcOutbox::toMail);
    }

    @Override
    public List<Mail> list(@Nullable MailStatus status, @Nullable Position after, int limit) {
        Position start = after == null ? START : after;
        List<MailRow> page = status == null
                ? rows.list(start.createdAt(), start.id().value(), limit)
                : rows.listWith(status.text(), start.createdAt(), start.id().value(), limit);
        return page.stream().map(JdbcOutbox::toMail).toList();
    }

    @Override
    public boolean retry(MailId id, Instant now) {
        return rows.retry(id.value(), now) == 1;
    }

    @Override
    public Waiting waiting() {
        WaitingRow waiting = rows.waiting();
        return new Waiting(waiting.mails(), waiting.oldest());
    }

    @Override
    public void removeOld(Instant before) {
        HashedSecrets.removeInBatches(limit -> rows.removeOld(before, limit));
        announcements.removeUnused();
    }

    private static Mail toMail(MailRow row) {
        return new Mail(
                new MailId(row.id()),
                MailKind.of(row.kind()),
                new Email(row.recipient()),
                row.subject(),
                MailStatus.of(row.status()),
                row.attempts(),
                row.lastError(),
                row.createdAt(),
                row.sentAt());
    }
}
