package io.clubroom.memory.passkey;

import io.clubroom.domain.passkey.CredentialId;
import io.clubroom.domain.passkey.Passkey;
import io.clubroom.domain.passkey.PasskeyId;
import io.clubroom.domain.passkey.Passkeys;
import io.clubroom.domain.user.UserId;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Passkeys in memory. */
public final class InMemoryPasskeys implements Passkeys {
    private final InMemoryTransactions transactions;
    private final InMemoryUsers users;
    private final Map<PasskeyId, Passkey> byId = new LinkedHashMap<>();

    public InMemoryPasskeys(InMemoryTransactions transactions, InMemoryUsers users) {
        this.transactions = transactions;
        this.users = users;
        users.onRemoval(user -> removeSince(user, Instant.EPOCH));
    }

    @Override
    public boolean add(Passkey passkey) {
        return transactions.call(() -> {
            if (find(passkey.credential().id()).isPresent()
                    || users.find(passkey.user()).isEmpty()) {
                return false;
            }
            transactions.onRollback(() -> byId.remove(passkey.id()));
            byId.put(passkey.id(), passkey);
            return true;
        });
    }

    @Override
    public Optional<Passkey> find(CredentialId credential) {
        return transactions.call(() -> byId.values().stream()
                .filter(passkey -> passkey.credential().id().equals(credential))
                .findFirst());
    }

    @Override
    public List<Passkey> list(UserId user, String rpId) {
        return transactions.call(() -> byId.values().stream()
                .filter(passkey -> passkey.user().equals(user) && passkey.rpId().equals(rpId))
                .sorted(Comparator.comparing(Passkey::createdAt)
                        .thenComparing(passkey -> passkey.id().value().toString()))
                .toList());
    }

    @Override
    public void update(Passkey passkey) {
        transactions.run(() -> {
            Passkey before = byId.replace(passkey.id(), passkey);
            if (before != null) {
                transactions.onRollback(() -> byId.put(passkey.id(), before));
            }
        });
    }

    @Override
    public void remove(PasskeyId id) {
        removeIf(passkey -> passkey.id().equals(id));
    }

    @Override
    public void removeSince(UserId user, Instant since) {
        removeIf(passkey -> passkey.user().equals(user) && !passkey.createdAt().isBefore(since));
    }

    @Override
    public Set<String> rpIds() {
        return transactions.call(
                () -> byId.values().stream().map(Passkey::rpId).collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public long countOfOthers(String rpId) {
        return transactions.call(() -> byId.values().stream()
                .filter(passkey -> !passkey.rpId().equals(rpId))
                .count());
    }

    private void removeIf(Predicate<Passkey> condition) {
        transactions.run(() -> List.copyOf(byId.values()).stream()
                .filter(condition)
                .forEach(passkey -> {
                    transactions.onRollback(() -> byId.put(passkey.id(), passkey));
                    byId.remove(passkey.id());
                }));
    }
}
