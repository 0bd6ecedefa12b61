package io.clubroom.persistence.identity;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;

/** The statements on the table {@code sign_in_attempts}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("sign_in_attempts")
interface SignInAttemptRows extends GenericRepository<SignInAttemptRow, byte[]> {
    void insert(SignInAttemptRow row);

    Optional<SignInAttemptRow> findByStateHashAndBrowserHashForUpdate(byte[] stateHash, byte[] browserHash);

    int deleteById(byte[] stateHash);

    /** Removes at most {@code limit} expired attempts and skips locked ones. */
    @Query("""
        DELETE FROM sign_in_attempts
        WHERE state_hash = ANY (ARRAY(SELECT state_hash FROM sign_in_attempts WHERE expires_at < :before
                                      LIMIT :limit FOR UPDATE SKIP LOCKED))\
        """)
    int removeExpired(Instant before, int limit);
}
