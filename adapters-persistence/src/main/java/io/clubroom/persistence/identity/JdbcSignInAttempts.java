package io.clubroom.persistence.identity;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.identity.Provider;
import io.clubroom.domain.identity.SignInAttempt;
import io.clubroom.domain.identity.SignInAttempts;
import io.clubroom.persistence.HashedSecrets;
import io.clubroom.persistence.JdbcTransactions;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/** Unfinished sign-ins with external providers, in PostgreSQL. */
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
        rows.insert(new SignInAttemptRow(
                HashedSecrets.column(attempt.state()),
                HashedSecrets.column(attempt.browser()),
                attempt.provider().text(),
                attempt.nonce(),
                attempt.codeVerifier(),
                attempt.returnTo(),
                attempt.expiresAt()));
    }

    @Override
    public Optional<SignInAttempt> take(SecretHash state, SecretHash browser) {
        return transactions.call(() -> {
            Optional<SignInAttemptRow> found = rows.findByStateHashAndBrowserHashForUpdate(
                    HashedSecrets.column(state), HashedSecrets.column(browser));
            found.ifPresent(row -> rows.deleteById(row.stateHash()));
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
        HashedSecrets.removeInBatches(limit -> rows.removeExpired(before, limit));
    }
}
