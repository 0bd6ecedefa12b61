package io.clubroom.persistence.identity;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.identity.Provider;
import io.clubroom.domain.identity.SignInAttempt;
import io.clubroom.domain.identity.SignInAttempts;
import io.clubroom.persistence.JdbcTransactions;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/** Sign-ins under way, in PostgreSQL. */
@Singleton
public final class JdbcSignInAttempts implements SignInAttempts {
    private final SignInAttemptRows rows;
    private final JdbcTransactions transactions;

    JdbcSignInAttempts(SignInAttemptRows rows, JdbcTransactions transactions) {
        this.rows = rows;
        this.transactions = transactions;
    }

    @Override
    public void add(SignInAttempt attempt) {
        rows.insert(
                Hashes.column(attempt.state()),
                Hashes.column(attempt.browser()),
                attempt.provider().text(),
                attempt.nonce(),
                attempt.codeVerifier(),
                attempt.returnTo(),
                attempt.expiresAt());
    }

    @Override
    public Optional<SignInAttempt> take(SecretHash state, SecretHash browser) {
        return transactions.call(() -> {
            Optional<SignInAttemptRow> found = rows.lock(Hashes.column(state), Hashes.column(browser));
            found.ifPresent(row -> rows.remove(row.stateHash()));
            return found.map(row -> new SignInAttempt(
                    state,
                    browser,
                    Provider.of(row.provider()).orElseThrow(),
                    row.nonce(),
                    row.codeVerifier(),
                    row.returnTo(),
                    row.expiresAt()));
        });
    }

    @Override
    public void removeExpired(Instant before) {
        Hashes.inBatches(limit -> rows.removeExpired(before, limit));
    }
}
