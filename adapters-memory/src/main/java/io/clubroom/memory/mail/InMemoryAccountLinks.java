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
import java.util.LinkedHashMap;
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

    /** In the order in which they were added. */
    private Map<SecretHash, AccountLink> byToken = new LinkedHashMap<>();

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
            change(() -> {
                byToken.replaceAll((_, earlier) -> isOf(earlier, link.user(), link.purpose())
                        ? with(earlier, null, earlier.wrongCodes())
                        : earlier);
                byToken.put(link.token(), link);
            });
        });
    }

    @Override
    public Optional<AccountLink> find(SecretHash token, Purpose purpose) {
        return transactions.call(
                () -> Optional.ofNullable(byToken.get(token)).filter(link -> link.purpose() == purpose));
    }

    @Override
    public Optional<AccountLink> lockByUser(UserId user, Purpose purpose) {
        transactions.require();
        return transactions.call(() -> byToken.values().stream()
                .filter(link -> isOf(link, user, purpose))
                .reduce((_, newer) -> newer)
                .filter(link -> link.code() != null));
    }

    @Override
    public void countWrongCode(SecretHash token) {
        transactions.run(() -> change(() -> byToken.computeIfPresent(token, (_, link) -> {
            int wrong = link.wrongCodes() + 1;
            return with(link, wrong < AccountLink.MAX_WRONG_CODES ? link.code() : null, wrong);
        })));
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
        return List.copyOf(byToken.values()).stream()
                .anyMatch(link -> link.purpose() == Purpose.RESTORE
                        && link.email().isSameAs(email)
                        && !link.user().equals(user)
                        && link.isValidAt(now));
    }

    private boolean removeIf(Predicate<AccountLink> condition) {
        Map<SecretHash, AccountLink> before = new LinkedHashMap<>(byToken);
        transactions.onRollback(() -> byToken = before);
        return byToken.values().removeIf(condition);
    }

    private void change(Runnable change) {
        Map<SecretHash, AccountLink> before = new LinkedHashMap<>(byToken);
        transactions.onRollback(() -> byToken = before);
        change.run();
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
