package io.clubroom.persistence.invitation;

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

/** The statements on the table {@code invitations}; addresses are compared by the expression of its unique index. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("invitations")
interface InvitationRows extends GenericRepository<InvitationRow, UUID> {
    String SELECT = "SELECT id, email, role, room_ids, invited_by, created_at, expires_at, accepted_at, withdrawn_at"
            + " FROM invitations ";

    /** Takes the lock that serializes changes of the current invitation of an address. */
    @Query("SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(fold_case(:email), :seed))")
    int lock(String email, long seed);

    /** Clears the current invitation of the address if it has expired. */
    @Query("""
        UPDATE invitations SET is_current = FALSE
        WHERE folded_email = fold_case(:email) AND is_current AND expires_at <= :now\
        """)
    int endExpired(String email, Instant now);

    /** Returns 0 if the address has a current invitation. */
    @Query("""
        INSERT INTO invitations
            (id, token_hash, email, role, room_ids, invited_by, created_at, expires_at, accepted_at, withdrawn_at, is_current)
        SELECT CAST(:id AS uuid), CAST(:tokenHash AS bytea), :email, :role, CAST(:roomIds AS text[]),
               CAST(:invitedBy AS uuid), CAST(:createdAt AS timestamptz), CAST(:expiresAt AS timestamptz),
               CAST(:acceptedAt AS timestamptz), CAST(:withdrawnAt AS timestamptz),
               CAST(:acceptedAt AS timestamptz) IS NULL AND CAST(:withdrawnAt AS timestamptz) IS NULL
        WHERE NOT EXISTS (SELECT FROM invitations WHERE folded_email = fold_case(:email) AND is_current)\
        """)
    int insert(
            UUID id,
            byte[] tokenHash,
            String email,
            String role,
            String[] roomIds,
            @Nullable UUID invitedBy,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant acceptedAt,
            @Nullable Instant withdrawnAt);

    Optional<InvitationRow> findById(UUID id);

    @Query(SELECT + "WHERE token_hash = :tokenHash")
    Optional<InvitationRow> findByToken(byte[] tokenHash);

    @Query(SELECT + "WHERE folded_email = fold_case(:email) AND is_current AND expires_at > :now")
    Optional<InvitationRow> findPending(String email, Instant now);

    @Query("""
        UPDATE invitations SET accepted_at = :now, is_current = FALSE
        WHERE id = :id AND accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > :now\
        """)
    int accept(UUID id, Instant now);

    @Query("""
        UPDATE invitations SET accepted_at = :now, is_current = FALSE
        WHERE token_hash = :tokenHash AND accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > :now\
        """)
    int acceptByToken(byte[] tokenHash, Instant now);

    @Query("""
        UPDATE invitations SET withdrawn_at = :now, is_current = FALSE
        WHERE id = :id AND accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > :now\
        """)
    int withdraw(UUID id, Instant now);

    /** Renews an invitation. Returns 0 if it was accepted or withdrawn, or if another one is current. */
    @Query("""
        UPDATE invitations AS renewed SET token_hash = :tokenHash, expires_at = :expiresAt, is_current = TRUE
        WHERE id = :id AND accepted_at IS NULL AND withdrawn_at IS NULL
          AND NOT EXISTS (SELECT FROM invitations other
                          WHERE other.folded_email = renewed.folded_email AND other.is_current AND other.id <> :id)\
        """)
    int renew(UUID id, byte[] tokenHash, Instant expiresAt);

    @Query(SELECT + """
        WHERE (created_at, id) < (:createdAt, :id)
        ORDER BY created_at DESC, id DESC
        LIMIT :limit\
        """)
    List<InvitationRow> list(Instant createdAt, UUID id, int limit);

    @Query(SELECT + """
        WHERE invited_by = :invitedBy AND (created_at, id) < (:createdAt, :id)
        ORDER BY created_at DESC, id DESC
        LIMIT :limit\
        """)
    List<InvitationRow> listOf(UUID invitedBy, Instant createdAt, UUID id, int limit);
}
