package io.clubroom.memory.auth;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.user.UserId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Revocations on a single node. */
public final class InMemoryTokenRevocations implements TokenRevocations {
    private final Transactions transactions;
    private final Map<UserId, Integer> lowestValid = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    public InMemoryTokenRevocations(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void revokeBelow(UserId user, int tokenVersion) {
        transactions.afterCommit(() -> {
            lowestValid.merge(user, tokenVersion, Math::max);
            changes.incrementAndGet();
        });
    }

    @Override
    public boolean isRevoked(UserId user, int tokenVersion) {
        return tokenVersion < lowestValid.getOrDefault(user, Integer.MIN_VALUE);
    }

    @Override
    public long changes() {
        return changes.get();
    }
}
