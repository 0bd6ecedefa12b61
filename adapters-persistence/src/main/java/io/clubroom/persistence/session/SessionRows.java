package io.clubroom.persistence.session;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements on the table {@code sessions}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("sessions")
interface SessionRows extends GenericRepository<SessionRow, UUID> {
    /** Returns 0 if the owner does not exist or has {@code max} sessions. */
    @Query("""
        INSERT INTO sessions (id, user_id, token_version, lowest_token_version, method, authentication_methods, authenticated_at, address, user_agent,
                              created_at, last_used_at, expires_at, access_expires_at)
        SELECT CAST(:id AS uuid), owner.id, CAST(:tokenVersion AS integer), CAST(:lowestTokenVersion AS integer), CAST(:method AS text),
               CAST(:authenticationMethods AS text), CAST(:authenticatedAt AS timestamptz), CAST(:address AS text),
               CAST(:userAgent AS text), CAST(:createdAt AS timestamptz), CAST(:lastUsedAt AS timestamptz),
               CAST(:expiresAt AS timestamptz), CAST(:accessExpiresAt AS timestamptz)
        FROM users owner
        WHERE owner.id = :userId AND (SELECT count(*) FROM sessions WHERE user_id = owner.id) < :max
        FOR KEY SHARE\
        """)
    int insert(
            UUID id,
            UUID userId,
            int tokenVersion,
            int lowestTokenVersion,
            String method,
            String authenticationMethods,
            Instant authenticatedAt,
            @Nullable String address,
            @Nullable String userAgent,
            Instant createdAt,
            Instant lastUsedAt,
            Instant expiresAt,
            Instant accessExpiresAt,
            int max);

    Optional<SessionRow> findById(UUID id);

    @Query("SELECT * FROM sessions WHERE user_id = :userId ORDER BY created_at DESC, id DESC OFFSET :skip")
    List<SessionRow> list(UUID userId, int skip);

    int update(SessionRow row);

    int deleteById(UUID id);

    @Query("DELETE FROM sessions WHERE user_id = :userId AND id IS DISTINCT FROM CAST(:except AS uuid)")
    int deleteAll(UUID userId, @Nullable UUID except);

    // Skips locked rows, so that no deadlock can occur with what locks several sessions in another order.
    @Query("""
        UPDATE sessions SET last_used_at = :at
        WHERE id = ANY (ARRAY(SELECT id FROM sessions WHERE id IN (:ids) AND last_used_at < :at
                              FOR NO KEY UPDATE SKIP LOCKED))\
        """)
    int used(List<UUID> ids, Instant at);

    /** Removes at most {@code limit} expired sessions and skips locked ones. */
    @Query("""
        DELETE FROM sessions
        WHERE id = ANY (ARRAY(SELECT id FROM sessions WHERE expires_at < :before LIMIT :limit FOR UPDATE SKIP LOCKED))\
        """)
    int removeExpired(Instant before, int limit);
}
