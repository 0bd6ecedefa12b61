package io.clubroom.persistence.identity;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The statements on the table {@code sign_in_attempts}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("sign_in_attempts")
interface SignInAttemptRows extends GenericRepository<SignInAttemptRow, byte[]> {
    @Query("""
        INSERT INTO sign_in_attempts (state_hash, browser_hash, provider, nonce, code_verifier, return_to, expires_at)
        VALUES (:stateHash, :browserHash, :provider, :nonce, :codeVerifier, :returnTo, :expiresAt)\
        """)
    int insert(
            byte[] stateHash,
            byte[] browserHash,
            String provider,
            String nonce,
            String codeVerifier,
            @Nullable String returnTo,
            Instant expiresAt);

    @Query("""
        SELECT state_hash, browser_hash, provider, nonce, code_verifier, return_to, expires_at
        FROM sign_in_attempts
        WHERE state_hash = :stateHash AND browser_hash = :browserHash
        FOR UPDATE\
        """)
    Optional<SignInAttemptRow> lock(byte[] stateHash, byte[] browserHash);

    @Query("DELETE FROM sign_in_attempts WHERE state_hash = :stateHash")
    int remove(byte[] stateHash);

    /** Removes some of them, and waits for nobody who has one in hand. */
    @Query("""
        DELETE FROM sign_in_attempts
        WHERE state_hash = ANY (ARRAY(SELECT state_hash FROM sign_in_attempts WHERE expires_at < :before
                                      LIMIT :limit FOR UPDATE SKIP LOCKED))\
        """)
    int removeExpired(Instant before, int limit);
}
