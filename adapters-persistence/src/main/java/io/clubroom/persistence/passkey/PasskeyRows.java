package io.clubroom.persistence.passkey;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements on the table {@code passkeys}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("passkeys")
interface PasskeyRows extends GenericRepository<PasskeyRow, UUID> {
    /** Returns 0 if the owner does not exist, or a passkey with the credential id exists. */
    @Query("""
        INSERT INTO passkeys
            (id, user_id, rp_id, credential_id, public_key, sign_count, transports, backup_eligible, backed_up, name,
             created_at, last_used_at)
        SELECT CAST(:id AS uuid), users.id, :rpId, CAST(:credentialId AS bytea), CAST(:publicKey AS bytea),
               CAST(:signCount AS bigint), :transports, CAST(:backupEligible AS boolean), CAST(:backedUp AS boolean), :name,
               CAST(:createdAt AS timestamptz), CAST(:lastUsedAt AS timestamptz)
        FROM users
        WHERE users.id = :userId
        FOR KEY SHARE
        ON CONFLICT (credential_id) DO NOTHING\
        """)
    int insert(
            UUID id,
            UUID userId,
            String rpId,
            byte[] credentialId,
            byte[] publicKey,
            long signCount,
            String transports,
            boolean backupEligible,
            boolean backedUp,
            String name,
            Instant createdAt,
            @Nullable Instant lastUsedAt);

    Optional<PasskeyRow> findByCredentialId(byte[] credentialId);

    List<PasskeyRow> findByUserIdAndRpIdOrderByCreatedAtAndId(UUID userId, String rpId);

    @Query("""
        UPDATE passkeys
        SET name = :name, sign_count = :signCount, backed_up = :backedUp, last_used_at = CAST(:lastUsedAt AS timestamptz)
        WHERE id = :id\
        """)
    int update(UUID id, String name, long signCount, boolean backedUp, @Nullable Instant lastUsedAt);

    int deleteById(UUID id);

    @Query("DELETE FROM passkeys WHERE user_id = :userId AND created_at >= :since")
    int removeSince(UUID userId, Instant since);

    @Query("SELECT DISTINCT rp_id FROM passkeys")
    List<String> rpIds();

    long countByRpIdNotEquals(String rpId);
}
