package io.clubroom.persistence.auth;

import io.clubroom.domain.auth.RefreshToken;
import io.clubroom.domain.auth.RefreshTokens;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.HashedSecrets;
import io.clubroom.persistence.JdbcTransactions;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Refresh tokens in PostgreSQL. */
@Singleton
public final class JdbcRefreshTokens implements RefreshTokens {
    private final RefreshTokenRows rows;
    private final JdbcTransactions transactions;

    JdbcRefreshTokens(RefreshTokenRows rows, JdbcTransactions transactions) {
        this.rows = rows;
        this.transactions = transactions;
    }

    @Override
    public void add(RefreshToken token) {
        // Stores nothing if the user is removed during the sign-in.
        rows.insert(
                HashedSecrets.column(token.hash()),
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
        return rows.lock(HashedSecrets.column(hash))
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
        rows.update(HashedSecrets.column(hash), at);
    }

    @Override
    public void removeFamily(UUID family) {
        rows.deleteByFamilyId(family);
    }

    @Override
    public void removeExpired(Instant before) {
        HashedSecrets.removeInBatches(limit -> rows.removeExpired(before, limit));
    }
}
