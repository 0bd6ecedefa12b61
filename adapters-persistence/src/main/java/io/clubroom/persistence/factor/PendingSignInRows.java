package io.clubroom.persistence.factor;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The statements on the table {@code pending_sign_ins}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("pending_sign_ins")
interface PendingSignInRows extends GenericRepository<PendingSignInRow, byte[]> {
    /** Returns 0 if the user does not exist. */
    @Query("""
        INSERT INTO pending_sign_ins
            (token_hash, user_id, token_version, method, authentication_methods, expires_at)
        SELECT CAST(:tokenHash AS bytea), id, CAST(:tokenVersion AS integer), :method, :authenticationMethods,
               CAST(:expiresAt AS timestamptz)
        FROM users
        WHERE id = :userId
        FOR KEY SHARE\
        """)
    int insert(
            byte[] tokenHash,
            UUID userId,
            int tokenVersion,
            String method,
            String authenticationMethods,
            Instant expiresAt);

    Optional<PendingSignInRow> findById(byte[] tokenHash);

    int deleteById(byte[] tokenHash);

    /** Removes at most {@code limit} expired sign-ins and skips locked ones. */
    @Query("""
        DELETE FROM pending_sign_ins
        WHERE token_hash = ANY (ARRAY(SELECT token_hash FROM pending_sign_ins WHERE expires_at < :before
                                      LIMIT :limit FOR UPDATE SKIP LOCKED))\
        """)
    int removeExpired(Instant before, int limit);
}
