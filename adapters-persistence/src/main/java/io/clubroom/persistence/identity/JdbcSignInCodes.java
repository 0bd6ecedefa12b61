package io.clubroom.persistence.identity;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.identity.SignInCode;
import io.clubroom.domain.identity.SignInCodes;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.JdbcTransactions;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/** Codes for sessions, in PostgreSQL. */
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
        // Somebody who is removed while they sign in gets no session.
        rows.insert(Hashes.column(code.hash()), code.user().value(), code.tokenVersion(), code.expiresAt());
    }

    @Override
    public Optional<SignInCode> take(SecretHash hash) {
        return transactions.call(() -> {
            Optional<SignInCodeRow> found = rows.lock(Hashes.column(hash));
            found.ifPresent(row -> rows.remove(row.codeHash()));
            return found.map(
                    row -> new SignInCode(hash, new UserId(row.userId()), row.tokenVersion(), row.expiresAt()));
        });
    }

    @Override
    public void removeExpired(Instant before) {
        Hashes.inBatches(limit -> rows.removeExpired(before, limit));
    }
}
