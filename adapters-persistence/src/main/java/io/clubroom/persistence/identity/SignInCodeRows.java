package io.clubroom.persistence.identity;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The statements on the table {@code sign_in_codes}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("sign_in_codes")
interface SignInCodeRows extends GenericRepository<SignInCodeRow, byte[]> {
    /** Returns 0 if the owner does not exist. */
    @Query("""
        INSERT INTO sign_in_codes (code_hash, user_id, token_version, expires_at)
        SELECT CAST(:codeHash AS bytea), id, CAST(:tokenVersion AS integer), CAST(:expiresAt AS timestamptz)
        FROM users
        WHERE id = :userId
        FOR KEY SHARE\
        """)
    int insert(byte[] codeHash, UUID userId, int tokenVersion, Instant expiresAt);

    // Locks the owner before the code, as a statement that removes the owner does, so that no deadlock can occur.
    @Query("""
        SELECT code.code_hash, code.user_id, code.token_version, code.expires_at
        FROM (SELECT id FROM users
              WHERE id = (SELECT user_id FROM sign_in_codes WHERE code_hash = :codeHash)
              FOR NO KEY UPDATE) AS owner
        JOIN sign_in_codes code ON code.user_id = owner.id
        WHERE code.code_hash = :codeHash
        FOR UPDATE OF code\
        """)
    Optional<SignInCodeRow> lock(byte[] codeHash);

    int deleteById(byte[] codeHash);

    /** Removes at most {@code limit} expired codes and skips locked ones. */
    @Query("""
        DELETE FROM sign_in_codes
        WHERE code_hash = ANY (ARRAY(SELECT code_hash FROM sign_in_codes WHERE expires_at < :before
                                     LIMIT :limit FOR UPDATE SKIP LOCKED))\
        """)
    int removeExpired(Instant before, int limit);
}
