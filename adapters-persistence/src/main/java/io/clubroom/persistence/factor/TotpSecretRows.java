package io.clubroom.persistence.factor;

import io.clubroom.persistence.OnTable;
import io.clubroom.persistence.SealedRow;
import io.clubroom.persistence.SealedRows;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The statements on the table {@code totp_secrets}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("totp_secrets")
interface TotpSecretRows extends GenericRepository<TotpSecretRow, UUID>, SealedRows {
    Optional<TotpSecretRow> findByUserIdAndActive(UUID userId, boolean active);

    Optional<TotpSecretRow> findByUserIdAndActiveAndCreatedAtAfter(UUID userId, boolean active, Instant after);

    /** Returns 0 if the user does not exist. */
    @Query("""
        INSERT INTO totp_secrets (user_id, active, content, last_step, steps_before, created_at)
        SELECT id, CAST(:active AS boolean), CAST(:content AS bytea), CAST(:lastStep AS bigint),
               CAST(:stepsBefore AS smallint), CAST(:createdAt AS timestamptz)
        FROM users
        WHERE id = :userId
        ON CONFLICT (user_id, active) DO UPDATE
        SET content = EXCLUDED.content, last_step = EXCLUDED.last_step, steps_before = EXCLUDED.steps_before,
            created_at = EXCLUDED.created_at\
        """)
    int put(UUID userId, boolean active, byte[] content, long lastStep, int stepsBefore, Instant createdAt);

    @Query("""
        UPDATE totp_secrets SET last_step = :lastStep, steps_before = :stepsBefore
        WHERE user_id = :userId AND active\
        """)
    int use(UUID userId, long lastStep, int stepsBefore);

    int deleteByUserId(UUID userId);

    int deleteByUserIdAndActive(UUID userId, boolean active);

    /** Removes at most {@code limit} unconfirmed secrets. Skips locked ones. */
    @Query("""
        DELETE FROM totp_secrets
        WHERE NOT active
          AND user_id = ANY (ARRAY(SELECT user_id FROM totp_secrets WHERE NOT active AND created_at < :before
                                   LIMIT :limit FOR UPDATE SKIP LOCKED))\
        """)
    int removePending(Instant before, int limit);

    /** Excludes expired unconfirmed secrets, which are never read. */
    @Override
    @Query("""
        SELECT user_id AS id, content FROM totp_secrets
        WHERE (substring(content FROM 1 FOR 9) < :prefix OR substring(content FROM 1 FOR 9) > :prefix)
          AND (active OR created_at > clock_timestamp() - interval '15 minutes')
        LIMIT :limit\
        """)
    List<SealedRow> sealedOtherwise(byte[] prefix, int limit);

    @Override
    @Query("UPDATE totp_secrets SET content = :renewed WHERE user_id = :id AND content = :old")
    int renew(UUID id, byte[] old, byte[] renewed);
}
