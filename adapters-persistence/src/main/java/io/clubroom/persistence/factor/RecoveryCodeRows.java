package io.clubroom.persistence.factor;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The statements on the table {@code recovery_codes}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("recovery_codes")
interface RecoveryCodeRows extends GenericRepository<RecoveryCodeRow, byte[]> {
    List<RecoveryCodeRow> findByUserId(UUID userId);

    int countByUserId(UUID userId);

    /**
     * Returns 0 if the user does not exist.
     *
     * @param hashes in hexadecimal
     */
    @Query("""
        INSERT INTO recovery_codes (user_id, code_hash, salt, created_at)
        SELECT id, decode(hash, 'hex'), CAST(:salt AS bytea), CAST(:createdAt AS timestamptz)
        FROM users, unnest(CAST(:hashes AS text[])) AS hash
        WHERE id = :userId\
        """)
    int insert(UUID userId, String[] hashes, byte[] salt, Instant createdAt);

    int deleteByUserIdAndCodeHash(UUID userId, byte[] codeHash);

    int deleteByUserId(UUID userId);
}
