package io.clubroom.persistence.mail;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The statements on the table {@code account_links}. Those that lock links lock the owner first, as a statement that removes the owner
 * does, to prevent deadlocks.
 */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("account_links")
interface AccountLinkRows extends GenericRepository<AccountLinkRow, byte[]> {
    /**
     * Invalidates the codes of earlier links. The owner must already be locked, because a statement that waits for the lock would not see
     * links that are added in the meantime.
     */
    @Query("""
        WITH earlier AS (UPDATE account_links SET code_hash = NULL
                         WHERE user_id = :userId AND purpose = :purpose AND code_hash IS NOT NULL)
        INSERT INTO account_links
            (token_hash, purpose, user_id, email, code_hash, wrong_codes, created_at, expires_at)
        VALUES (:tokenHash, :purpose, :userId, :email, CAST(:codeHash AS bytea), :wrongCodes, :createdAt, :expiresAt)\
        """)
    @OnTable(value = "account_links", operation = "INSERT")
    int insert(
            byte[] tokenHash,
            String purpose,
            UUID userId,
            String email,
            @jakarta.annotation.Nullable byte @Nullable [] codeHash,
            int wrongCodes,
            Instant createdAt,
            Instant expiresAt);

    Optional<AccountLinkRow> findByTokenHashAndPurpose(byte[] tokenHash, String purpose);

    /** Finds the newest link only. If its code is invalid, an older link must not match, because its code is invalid too. */
    @Query("""
        SELECT link.token_hash, link.purpose, link.user_id, link.email, link.code_hash, link.wrong_codes,
               link.created_at, link.expires_at
        FROM (SELECT id FROM users WHERE id = :userId FOR NO KEY UPDATE) AS owner
        JOIN account_links link ON link.user_id = owner.id
        WHERE link.purpose = :purpose
        ORDER BY link.number DESC
        LIMIT 1
        FOR UPDATE OF link\
        """)
    Optional<AccountLinkRow> lockNewest(UUID userId, String purpose);

    @Query("""
        UPDATE account_links
        SET wrong_codes = wrong_codes + 1,
            code_hash = CASE WHEN wrong_codes + 1 < :limit THEN code_hash END
        WHERE token_hash = :tokenHash\
        """)
    int countWrongCode(byte[] tokenHash, int limit);

    @Query("""
        DELETE FROM account_links
        USING (SELECT id FROM users
               WHERE id = (SELECT user_id FROM account_links WHERE token_hash = :tokenHash)
               FOR NO KEY UPDATE) AS owner
        WHERE user_id = owner.id AND token_hash = :tokenHash\
        """)
    int remove(byte[] tokenHash);

    @Query("""
        DELETE FROM account_links
        USING (SELECT id FROM users WHERE id = :userId FOR NO KEY UPDATE) AS owner
        WHERE user_id = owner.id AND purpose = :purpose AND created_at >= :since\
        """)
    int removeSince(UUID userId, String purpose, Instant since);

    /** Removes at most {@code limit} expired links and skips locked ones. */
    @Query("""
        DELETE FROM account_links
        WHERE token_hash = ANY (ARRAY(SELECT token_hash FROM account_links WHERE expires_at < :before
                                      LIMIT :limit FOR UPDATE SKIP LOCKED))\
        """)
    int removeExpired(Instant before, int limit);
}
