package io.clubroom.persistence.auth;

import io.clubroom.persistence.OnTable;
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
    /** @return 0 if the owner is gone */
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

    // The owner first, then the token, as everybody does who removes the owner: nobody waits in a circle. And one
    // owner's
    // tokens change one after the other, so that two that end the same family do not wait for each other's tokens.
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

    @Query("UPDATE refresh_tokens SET used_at = :at WHERE token_hash = :tokenHash")
    int markUsed(byte[] tokenHash, Instant at);

    @Query("DELETE FROM refresh_tokens WHERE family_id = :family")
    int removeFamily(UUID family);

    /** Removes some of them, and waits for nobody who has one in hand. */
    @Query("""
        DELETE FROM refresh_tokens
        WHERE token_hash = ANY (ARRAY(SELECT token_hash FROM refresh_tokens WHERE expires_at < :before
                                      LIMIT :limit FOR UPDATE SKIP LOCKED))\
        """)
    int removeExpired(Instant before, int limit);
}
