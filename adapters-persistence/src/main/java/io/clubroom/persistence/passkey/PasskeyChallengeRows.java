package io.clubroom.persistence.passkey;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements on the table {@code passkey_challenges}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("passkey_challenges")
interface PasskeyChallengeRows extends GenericRepository<PasskeyChallengeRow, UUID> {
    void insert(PasskeyChallengeRow row);

    /** Returns 0 if the owner does not exist. */
    @Query("""
        INSERT INTO passkey_challenges (id, challenge, purpose, user_id, expires_at)
        SELECT CAST(:id AS uuid), CAST(:challenge AS bytea), :purpose, users.id, CAST(:expiresAt AS timestamptz)
        FROM users
        WHERE users.id = :userId
        FOR KEY SHARE\
        """)
    int insertOf(UUID userId, UUID id, byte[] challenge, String purpose, Instant expiresAt);

    @Query("""
        SELECT id, challenge, purpose, user_id, expires_at
        FROM passkey_challenges
        WHERE id = :id AND purpose = :purpose AND user_id IS NOT DISTINCT FROM CAST(:userId AS uuid)
        FOR UPDATE\
        """)
    Optional<PasskeyChallengeRow> lock(UUID id, String purpose, @Nullable UUID userId);

    int deleteById(UUID id);

    /** Removes at most {@code limit} expired challenges and skips locked ones. */
    @Query("""
        DELETE FROM passkey_challenges
        WHERE id = ANY (ARRAY(SELECT id FROM passkey_challenges WHERE expires_at < :before
                              LIMIT :limit FOR UPDATE SKIP LOCKED))\
        """)
    int removeExpired(Instant before, int limit);
}
