package io.clubroom.memory.factor;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.factor.PendingSignIn;
import io.clubroom.domain.factor.PendingSignIns;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.UndoableMap;
import io.clubroom.memory.user.InMemoryUsers;
import java.time.Instant;
import java.util.Optional;

/** The sign-ins of {@link InMemoryUsers} that wait for a second factor. */
public final class InMemoryPendingSignIns implements PendingSignIns {
    private final InMemoryTransactions transactions;
    private final InMemoryUsers users;
    private final UndoableMap<SecretHash, PendingSignIn> byToken;

    public InMemoryPendingSignIns(InMemoryTransactions transactions, InMemoryUsers users) {
        this.transactions = transactions;
        this.users = users;
        this.byToken = new UndoableMap<>(transactions);
        users.onRemoval(user -> byToken.removeIf((_, signIn) -> signIn.user().equals(user)));
    }

    @Override
    public void add(PendingSignIn signIn) {
        transactions.run(() -> {
            if (users.find(signIn.user()).isPresent()) {
                byToken.set(signIn.token(), signIn);
            }
        });
    }

    @Override
    public Optional<PendingSignIn> find(SecretHash token) {
        return Optional.ofNullable(byToken.get(token));
    }

    @Override
    public boolean remove(SecretHash token) {
        return transactions.call(() -> {
            boolean exists = byToken.get(token) != null;
            byToken.set(token, null);
            return exists;
        });
    }

    @Override
    public void removeExpired(Instant before) {
        byToken.removeIf((_, signIn) -> signIn.expiresAt().isBefore(before));
    }
}
