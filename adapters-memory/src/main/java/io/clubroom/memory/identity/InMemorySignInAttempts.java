package io.clubroom.memory.identity;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.identity.SignInAttempt;
import io.clubroom.domain.identity.SignInAttempts;
import io.clubroom.memory.InMemoryTransactions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Unfinished sign-ins with external providers, in memory. */
public final class InMemorySignInAttempts implements SignInAttempts {
    private final InMemoryTransactions transactions;
    private final Map<SecretHash, SignInAttempt> byState = new HashMap<>();

    public InMemorySignInAttempts(InMemoryTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void add(SignInAttempt attempt) {
        transactions.run(() -> {
            if (byState.putIfAbsent(attempt.state(), attempt) != null) {
                throw new IllegalStateException("an attempt has this state already");
            }
            transactions.onRollback(() -> byState.remove(attempt.state()));
        });
    }

    @Override
    public Optional<SignInAttempt> take(SecretHash state, SecretHash browser) {
        return transactions.call(() -> {
            Optional<SignInAttempt> found = Optional.ofNullable(byState.get(state))
                    .filter(attempt -> attempt.browser().equals(browser));
            found.ifPresent(this::remove);
            return found;
        });
    }

    @Override
    public void removeExpired(Instant before) {
        transactions.run(() -> List.copyOf(byState.values()).stream()
                .filter(attempt -> attempt.expiresAt().isBefore(before))
                .forEach(this::remove));
    }

    private void remove(SignInAttempt attempt) {
        transactions.onRollback(() -> byState.put(attempt.state(), attempt));
        byState.remove(attempt.state());
    }
}
