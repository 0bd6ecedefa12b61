package io.clubroom.memory.mail;

import io.clubroom.domain.mail.Mail;
import io.clubroom.domain.mail.MailId;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.mail.MailStatus;
import io.clubroom.domain.mail.Outbox;
import io.clubroom.domain.mail.OutgoingMail;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserFilter;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.UserOrder;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUserDirectory;
import io.clubroom.memory.user.InMemoryUsers;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An outbox in memory. */
public final class InMemoryOutbox implements Outbox {
    private static final Comparator<Entry> NEWEST_FIRST = Comparator.comparing(
                    (Entry entry) -> position(entry.mail), InMemoryOutbox::compare)
            .reversed();

    private static final Comparator<Entry> NEXT_FIRST = Comparator.comparing(
                    (Entry entry) -> entry.mail.kind() == MailKind.ANNOUNCEMENT)
            .thenComparing(entry -> entry.nextAttemptAt);

    private final InMemoryTransactions transactions;
    private final InMemoryUserDirectory users;
    private final Map<MailId, Entry> entries = new HashMap<>();

    /** The mails for which an attempt is in progress. */
    private final Set<MailId> taken = new HashSet<>();

    /** @param variables empty when the mail was sent */
    private record Entry(
            Mail mail,
            Map<String, String> variables,
            @Nullable Instant expiresAt,
            Instant nextAttemptAt,
            @Nullable UserId recipient) {
        OutgoingMail outgoing() {
            return new OutgoingMail(
                    mail.id(), mail.kind(), mail.to(), mail.subject(), variables, mail.createdAt(), expiresAt);
        }

        Entry after(Attempt attempt) {
            return switch (attempt) {
                case Attempt.Sent(Instant at) ->
                    new Entry(
                            with(MailStatus.SENT, mail.attempts() + 1, mail.lastError(), at),
                            Map.of(),
                            expiresAt,
                            nextAttemptAt,
                            recipient);
                case Attempt.Failed(String error) ->
                    new Entry(
                            with(MailStatus.FAILED, mail.attempts() + 1, error, null),
                            variables,
                            expiresAt,
                            nextAttemptAt,
                            recipient);
                case Attempt.Retry(String error, Instant nextAt) ->
                    new Entry(
                            with(MailStatus.QUEUED, mail.attempts() + 1, error, null),
                            variables,
                            expiresAt,
                            nextAt,
                            recipient);
            };
        }

        Entry dueAgain(Instant now) {
            return new Entry(with(MailStatus.QUEUED, 0, null, null), variables, expiresAt, now, recipient);
        }

        private Mail with(MailStatus status, int attempts, @Nullable String lastError, @Nullable Instant sentAt) {
            return new Mail(
                    mail.id(),
                    mail.kind(),
                    mail.to(),
                    mail.subject(),
                    status,
                    attempts,
                    lastError,
                    mail.createdAt(),
                    sentAt);
        }
    }

    public InMemoryOutbox(InMemoryTransactions transactions, InMemoryUsers users) {
        this.transactions = transactions;
        this.users = new InMemoryUserDirectory(users);
    }

    @Override
    public void add(OutgoingMail mail, @Nullable UserId recipient) {
        transactions.run(() -> {
            if (entries.containsKey(mail.id())) {
                throw new IllegalStateException("mail " + mail.id() + " exists already");
            }
            put(mail, recipient);
        });
    }

    @Override
    public int announce(Announcement announcement, Audience audience, Instant createdAt) {
        Map<String, String> variables = Map.of("subject", announcement.subject(), "text", announcement.text());
        return transactions.call(() -> {
            List<User> recipients = recipients(audience);
            for (User user : recipients) {
                OutgoingMail mail = new OutgoingMail(
                        new MailId(UUID.randomUUID()),
                        MailKind.ANNOUNCEMENT,
                        user.email(),
                        announcement.subject(),
                        variables,
                        createdAt,
                        null);
                put(mail, user.id());
            }
            return recipients.size();
        });
    }

    private List<User> recipients(Audience audience) {
        Role role = audience instanceof Audience.WithRole(Role only) ? only : null;
        return users.list(new UserFilter(role, true, null), UserOrder.NEWEST_FIRST, null, Integer.MAX_VALUE).stream()
                .filter(User::announcements)
                .filter(user ->
                        !(audience instanceof Audience.Listed(Set<UserId> listed)) || listed.contains(user.id()))
                .toList();
    }

    private void put(OutgoingMail mail, @Nullable UserId recipient) {
        Mail queued = new Mail(
                mail.id(), mail.kind(), mail.to(), mail.subject(), MailStatus.QUEUED, 0, null, mail.createdAt(), null);
        put(new Entry(queued, mail.variables(), mail.expiresAt(), mail.createdAt(), recipient));
    }

    @Override
    public Optional<Attempted> attemptNext(Instant now, Function<DueMail, Attempt> attempt) {
        // The attempt runs outside transactions, because it would block all others.
        Optional<Entry> due = transactions.call(() -> {
            Optional<Entry> next = entries.values().stream()
                    .filter(entry -> entry.mail.status() == MailStatus.QUEUED)
                    .filter(entry -> !entry.nextAttemptAt.isAfter(now))
                    .filter(entry -> !taken.contains(entry.mail.id()))
                    .min(NEXT_FIRST);
            next.ifPresent(entry -> taken.add(entry.mail.id()));
            return next;
        });
        return due.map(entry -> attempt(entry, attempt));
    }

    private Attempted attempt(Entry entry, Function<DueMail, Attempt> attempt) {
        try {
            Attempt outcome = attempt.apply(new DueMail(entry.outgoing(), entry.mail.attempts(), entry.recipient));
            transactions.run(() -> put(entry.after(outcome)));
            return new Attempted(entry.mail.kind(), outcome);
        } finally {
            transactions.run(() -> taken.remove(entry.mail.id()));
        }
    }

    @Override
    public Optional<Mail> find(MailId id) {
        return transactions.call(() -> Optional.ofNullable(entries.get(id)).map(Entry::mail));
    }

    @Override
    public List<Mail> list(@Nullable MailStatus status, @Nullable Position after, int limit) {
        return transactions.call(() -> entries.values().stream()
                .filter(entry -> status == null || entry.mail.status() == status)
                .filter(entry -> after == null || compare(position(entry.mail), after) < 0)
                .sorted(NEWEST_FIRST)
                .limit(limit)
                .map(Entry::mail)
                .toList());
    }

    @Override
    public boolean retry(MailId id, Instant now) {
        return transactions.call(() -> {
            Entry entry = entries.get(id);
            if (entry == null || entry.mail.status() != MailStatus.FAILED) {
                return false;
            }
            put(entry.dueAgain(now));
            return true;
        });
    }

    @Override
    public Waiting waiting() {
        return transactions.call(() -> new Waiting(
                queued().count(),
                queued().map(Mail::createdAt).min(Comparator.naturalOrder()).orElse(null)));
    }

    private Stream<Mail> queued() {
        return entries.values().stream().map(Entry::mail).filter(mail -> mail.status() == MailStatus.QUEUED);
    }

    @Override
    public void removeOld(Instant before) {
        transactions.run(() -> List.copyOf(entries.values()).stream()
                .filter(entry -> entry.mail.status() != MailStatus.QUEUED)
                .filter(entry -> entry.mail.createdAt().isBefore(before))
                .forEach(entry -> {
                    transactions.onRollback(() -> entries.put(entry.mail.id(), entry));
                    entries.remove(entry.mail.id());
                }));
    }

    private void put(Entry entry) {
        MailId id = entry.mail.id();
        Entry before = entries.put(id, entry);
        transactions.onRollback(() -> {
            if (before == null) {
                entries.remove(id);
            } else {
                entries.put(id, before);
            }
        });
    }

    private static Position position(Mail mail) {
        return new Position(mail.createdAt(), mail.id());
    }

    /** Compares ids as PostgreSQL does. */
    private static int compare(Position one, Position other) {
        int byTime = one.createdAt().compareTo(other.createdAt());
        return byTime != 0 ? byTime : one.id().toString().compareTo(other.id().toString());
    }
}
