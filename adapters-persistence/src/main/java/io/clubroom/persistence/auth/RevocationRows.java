package io.clubroom.persistence.auth;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements on the tables {@code token_revocations} and {@code session_revocations}; all times are by the database's clock. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("token_revocations")
interface RevocationRows extends GenericRepository<RevocationRow, UUID> {
    @Query("""
        INSERT INTO token_revocations AS known (user_id, token_version, except_session, revoked_at, expires_at)
        VALUES (:user, :tokenVersion, CAST(:except AS uuid), clock_timestamp(), clock_timestamp() + make_interval(secs => :seconds))
        ON CONFLICT (user_id) DO UPDATE
        SET token_version = GREATEST(known.token_version, EXCLUDED.token_version),
            except_session = CASE WHEN EXCLUDED.token_version > known.token_version
                                  THEN EXCLUDED.except_session ELSE known.except_session END,
            revoked_at = GREATEST(known.revoked_at, EXCLUDED.revoked_at),
            expires_at = GREATEST(known.expires_at, EXCLUDED.expires_at)\
        """)
    int revoke(UUID user, int tokenVersion, @Nullable UUID except, double seconds);

    @Query("""
        INSERT INTO session_revocations (session_id, revoked_at, expires_at) VALUES (:session, clock_timestamp(), :expiresAt)
        ON CONFLICT (session_id) DO NOTHING\
        """)
    int revokeSession(UUID session, Instant expiresAt);

    @Query("""
        SELECT clock.now AS read_at, revoked.user_id, revoked.token_version, revoked.session_id, revoked.expires_at
        FROM (SELECT clock_timestamp() AS now) AS clock
        LEFT JOIN (
            SELECT user_id, token_version, except_session AS session_id, expires_at FROM token_revocations WHERE revoked_at > :since
            UNION ALL
            SELECT NULL, NULL, session_id, expires_at FROM session_revocations WHERE revoked_at > :since
        ) revoked ON revoked.expires_at > clock.now\
        """)
    List<ReadRevocation> since(Instant since);

    @Query("DELETE FROM token_revocations WHERE expires_at < clock_timestamp()")
    int removeExpired();

    @Query("DELETE FROM session_revocations WHERE expires_at < clock_timestamp()")
    int removeExpiredSessions();
}
