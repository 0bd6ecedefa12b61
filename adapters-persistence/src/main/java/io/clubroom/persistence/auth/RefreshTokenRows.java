package io.clubroom.persistence.auth;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements on the table {@code refresh_tokens}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("refresh_tokens")
interface RefreshTokenRows extends GenericRepository<RefreshTokenRow, byte[]> {
    /** Returns 0 if the owner does not exist. */
    @Query("""
        INSERT INTO refresh_tokens (token_hash, family_id, user_id, token_version, issued_at, expires_at, used_at)
        SELECT CAST(:tokenHash AS bytea), CAST(:familyId AS uuid), id, CAST(:tokenVersion AS integer),
               CAST(:issuedAt AS timestamptz), CAST(:expiresAt AS timestamptz), CAST(:usedAt AS timestamptz)
        FROM users
        WHERE id = :userId
        FOR KEY SHARE\
        """)
    int insert(
            byte[] tokenHash,
            UUID familyId,
            UUID userId,
            int tokenVersion,
            Instant issuedAt,
            Instant expiresAt,
            @Nullable Instant usedAt);

    // Locks the owner before the token, as a statement that removes the owner does, so that no deadlock can occur. This
    // also serializes changes of one owner's tokens, so two transactions that remove one family do not deadlock.
    @Query("""
        SELECT t.token_hash, t.family_id, t.user_id, t.token_version, t.issued_at, t.expires_at, t.used_at
        FROM (SELECT id FROM users
              WHERE id = (SELECT user_id FROM refresh_tokens WHERE token_hash = :tokenHash)
              FOR NO KEY UPDATE) AS owner
        JOIN refresh_tokens t ON t.user_id = owner.id
        WHERE t.token_hash = :tokenHash
        FOR UPDATE OF t\
        """)
    Optional<RefreshTokenRow> lock(byte[] tokenHash);

    int update(@Id byte[] tokenHash, @Nullable Instant usedAt);

    int deleteByFamilyId(UUID familyId);

    /** Removes at most {@code limit} expired tokens and skips locked ones. */
    @Query("""
        DELETE FROM refresh_tokens
        WHERE token_hash = ANY (ARRAY(SELECT token_hash FROM refresh_tokens WHERE expires_at < :before
                                      LIMIT :limit FOR UPDATE SKIP LOCKED))\
        """)
    int removeExpired(Instant before, int limit);
}
