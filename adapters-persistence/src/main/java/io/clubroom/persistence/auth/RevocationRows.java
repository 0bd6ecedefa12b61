package io.clubroom.persistence.auth;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The statements on the table {@code token_revocations}; all times are by the database's clock. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("token_revocations")
interface RevocationRows extends GenericRepository<RevocationRow, UUID> {
    @Query("""
        INSERT INTO token_revocations AS known (user_id, token_version, revoked_at, expires_at)
        VALUES (:user, :tokenVersion, clock_timestamp(), clock_timestamp() + make_interval(secs => :seconds))
        ON CONFLICT (user_id) DO UPDATE
        SET token_version = GREATEST(known.token_version, EXCLUDED.token_version),
            revoked_at = GREATEST(known.revoked_at, EXCLUDED.revoked_at),
            expires_at = GREATEST(known.expires_at, EXCLUDED.expires_at)\
        """)
    int revoke(UUID user, int tokenVersion, double seconds);

    @Query("""
        SELECT clock.now AS read_at, revoked.user_id, revoked.token_version, revoked.expires_at
        FROM (SELECT clock_timestamp() AS now) AS clock
        LEFT JOIN token_revocations revoked ON revoked.revoked_at > :since AND revoked.expires_at > clock.now\
        """)
    List<ReadRevocation> since(Instant since);

    @Query("DELETE FROM token_revocations WHERE expires_at < clock_timestamp()")
    int removeExpired();
}
