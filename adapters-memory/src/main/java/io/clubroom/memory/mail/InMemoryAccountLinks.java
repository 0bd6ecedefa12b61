package io.clubroom.memory.mail;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.mail.AccountLink;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.mail.AccountLinks;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.UserId;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The links in mails to {@link InMemoryUsers}, whose addresses they reserve. */
public final class InMemoryAccountLinks implements AccountLinks {
    private final InMemoryTransactions transactions;
    private final InMemoryUsers users;
    private final InstantSource clock;

    private final Map<SecretHash, Entry> byToken = new HashMap<>();
    private long lastNumber;

    /** @param number increases in the order in which the links were added */
    private record Entry(long number, AccountLink link) {}

    public InMemoryAccountLinks(InMemoryTransactions transactions, InMemoryUsers users, InstantSource clock) {
        this.transactions = transactions;
        this.users = users;
        this.clock = clock;
        users.onRemoval(user -> removeIf(link -> link.user().equals(user)));
        users.onReservation(this::isReservedByAnother);
    }

    @Override
    public void add(AccountLink link) {
        transactions.run(() -> {
            if (users.find(link.user()).isEmpty()) {
                return;
            }
            entries(earlier -> isOf(earlier, link.user(), link.purpose()))
                    .forEach(earlier -> change(earlier, with(earlier.link, null, earlier.link.wrongCodes())));
            replace(link.token(), new Entry(++lastNumber, link));
        });
    }

    @Override
    public Optional<AccountLink> find(SecretHash token, Purpose purpose) {
        return transactions.call(() ->
                Optional.ofNullable(byToken.get(token)).map(Entry::link).filter(link -> link.purpose() == purpose));
    }

    @Override
    public Optional<AccountLink> lockByUser(UserId user, Purpose purpose) {
        transactions.require();
        return transactions.call(() -> entries(link -> isOf(link, user, purpose)).stream()
                .max(Comparator.comparing(Entry::number))
                .map(Entry::link)
                .filter(link -> link.code() != null));
    }

    @Override
    public void countWrongCode(SecretHash token) {
        transactions.run(() -> {
            Entry entry = byToken.get(token);
            if (entry != null) {
                int wrong = entry.link.wrongCodes() + 1;
                change(entry, with(entry.link, wrong < AccountLink.MAX_WRONG_CODES ? entry.link.code() : null, wrong));
            }
        });
    }

    @Override
    public boolean remove(SecretHash token) {
        return transactions.call(() -> removeIf(link -> link.token().equals(token)));
    }

    @Override
    public void removeAll(UserId user, Purpose purpose) {
        transactions.run(() -> removeIf(link -> isOf(link, user, purpose)));
    }

    @Override
    public void removeSince(UserId user, Purpose purpose, Instant since) {
        transactions.run(() ->
                removeIf(link -> isOf(link, user, purpose) && !link.createdAt().isBefore(since)));
    }

    @Override
    public void removeExpired(Instant before) {
        transactions.run(() -> removeIf(link -> link.expiresAt().isBefore(before)));
    }

    private boolean isReservedByAnother(UserId user, Email email) {
        Instant now = clock.instant();
        return !entries(link -> link.purpose() == Purpose.RESTORE
                        && link.email().isSameAs(email)
                        && !link.user().equals(user)
                        && link.isValidAt(now))
                .isEmpty();
    }

    private List<Entry> entries(Predicate<AccountLink> condition) {
        return byToken.values().stream()
                .filter(entry -> condition.test(entry.link))
                .toList();
    }

    private boolean removeIf(Predicate<AccountLink> condition) {
        List<Entry> removed = entries(condition);
        removed.forEach(entry -> replace(entry.link.token(), null));
        return !removed.isEmpty();
    }

    private void change(Entry entry, AccountLink changed) {
        replace(changed.token(), new Entry(entry.number, changed));
    }

    private void replace(SecretHash token, @Nullable Entry entry) {
        Entry before = byToken.get(token);
        transactions.onRollback(() -> set(token, before));
        set(token, entry);
    }

    private void set(SecretHash token, @Nullable Entry entry) {
        if (entry == null) {
            byToken.remove(token);
        } else {
            byToken.put(token, entry);
        }
    }

    private static boolean isOf(AccountLink link, UserId user, Purpose purpose) {
        return link.user().equals(user) && link.purpose() == purpose;
    }

    private static AccountLink with(AccountLink link, @Nullable SecretHash code, int wrongCodes) {
        return new AccountLink(
                link.token(),
                link.purpose(),
                link.user(),
                link.email(),
                code,
                wrongCodes,
                link.createdAt(),
                link.expiresAt());
    }
}
