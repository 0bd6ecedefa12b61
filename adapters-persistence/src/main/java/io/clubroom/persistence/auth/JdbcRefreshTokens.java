package io.clubroom.persistence.auth;

import io.clubroom.domain.auth.RefreshToken;
import io.clubroom.domain.auth.RefreshTokens;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.JdbcTransactions;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** Refresh tokens in PostgreSQL. */
@Singleton
public final class JdbcRefreshTokens implements RefreshTokens {
    /** A statement that removes no more stays far within its time. */
    private static final int BATCH = 5_000;

    private final RefreshTokenRows rows;
    private final JdbcTransactions transactions;

    JdbcRefreshTokens(RefreshTokenRows rows, JdbcTransactions transactions) {
        this.rows = rows;
        this.transactions = transactions;
    }

    @Override
    public void add(RefreshToken token) {
        // Somebody who is removed while they sign in has no tokens.
        rows.insert(
                column(token.hash()),
                token.family(),
                token.user().value(),
                token.tokenVersion(),
                token.issuedAt(),
                token.expiresAt(),
                token.usedAt());
    }

    @Override
    public Optional<RefreshToken> lock(SecretHash hash) {
        transactions.require();
        return rows.lock(column(hash))
                .map(row -> new RefreshToken(
                        hash,
                        row.familyId(),
                        new UserId(row.userId()),
                        row.tokenVersion(),
                        row.issuedAt(),
                        row.expiresAt(),
                        row.usedAt()));
    }

    @Override
    public void markUsed(SecretHash hash, Instant at) {
        rows.markUsed(column(hash), at);
    }

    @Override
    public void removeFamily(UUID family) {
        rows.removeFamily(family);
    }

    @Override
    public void removeExpired(Instant before) {
        int removed;
        do {
            removed = rows.removeExpired(before, BATCH);
        } while (removed == BATCH);
    }

    private static byte[] column(SecretHash hash) {
        return HexFormat.of().parseHex(hash.value());
    }
}
