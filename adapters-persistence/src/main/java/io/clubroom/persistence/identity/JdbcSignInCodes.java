package io.clubroom.persistence.identity;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.identity.SignInCode;
import io.clubroom.domain.identity.SignInCodes;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.HashedSecrets;
import io.clubroom.persistence.JdbcTransactions;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/** Sign-in codes in PostgreSQL. */
@Singleton
public final class JdbcSignInCodes implements SignInCodes {
    private final SignInCodeRows rows;
    private final JdbcTransactions transactions;

    JdbcSignInCodes(SignInCodeRows rows, JdbcTransactions transactions) {
        this.rows = rows;
        this.transactions = transactions;
    }

    @Override
    public void add(SignInCode code) {
        // Stores nothing if the user is removed during the sign-in.
        rows.insert(HashedSecrets.column(code.hash()), code.user().value(), code.tokenVersion(), code.expiresAt());
    }

    @Override
    public Optional<SignInCode> take(SecretHash hash) {
        return transactions.call(() -> {
            Optional<SignInCodeRow> found = rows.lock(HashedSecrets.column(hash));
            found.ifPresent(row -> rows.deleteById(row.codeHash()));
            return found.map(
                    row -> new SignInCode(hash, new UserId(row.userId()), row.tokenVersion(), row.expiresAt()));
        });
    }

    @Override
    public void removeExpired(Instant before) {
        HashedSecrets.removeInBatches(limit -> rows.removeExpired(before, limit));
    }
}
