package io.clubroom.persistence.mail;

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
import org.jspecify.annotations.Nullable;

/** The statements on the table {@code mails}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("mails")
interface MailRows extends GenericRepository<MailRow, UUID>, SealedRows {
    String SELECT =
            "SELECT id, kind, recipient, subject, status, attempts, last_error, created_at, sent_at FROM mails ";

    @Query("""
        INSERT INTO mails
            (id, kind, recipient, subject, status, urgency, attempts, created_at, next_attempt_at, expires_at, content,
             user_id)
        VALUES (:id, :kind, :recipient, :subject, 'queued', :urgency, 0, :createdAt, :createdAt, :expiresAt, :content,
                :user)\
        """)
    int insert(
            UUID id,
            String kind,
            String recipient,
            String subject,
            int urgency,
            Instant createdAt,
            @Nullable Instant expiresAt,
            byte[] content,
            @Nullable UUID user);

    /**
     * Returns the last of the first {@code limit} recipients after a given one, ordered by id.
     *
     * @param role the role of the recipients; null for all users
     */
    @Query("""
        SELECT id FROM (SELECT id FROM users
                        WHERE active AND announcements AND id > :after
                          AND (CAST(:role AS text) IS NULL OR role = CAST(:role AS text))
                        ORDER BY id
                        LIMIT :limit) AS recipients
        ORDER BY id DESC
        LIMIT 1\
        """)
    Optional<UUID> lastRecipient(@Nullable String role, UUID after, int limit);

    /** Adds a mail to each recipient in a range of ids. */
    @Query("""
        INSERT INTO mails
            (id, kind, recipient, subject, status, urgency, attempts, created_at, next_attempt_at, announcement_id, user_id)
        SELECT gen_random_uuid(), :kind, email, :subject, 'queued', CAST(:urgency AS smallint), 0,
               CAST(:createdAt AS timestamptz), CAST(:createdAt AS timestamptz), CAST(:announcement AS uuid), id
        FROM users
        WHERE active AND announcements AND id > :after AND id <= :last
          AND (CAST(:role AS text) IS NULL OR role = CAST(:role AS text))\
        """)
    int announce(
            UUID announcement,
            String kind,
            String subject,
            int urgency,
            @Nullable String role,
            Instant createdAt,
            UUID after,
            UUID last);

    /** Adds a mail to each of these users. */
    @Query("""
        INSERT INTO mails
            (id, kind, recipient, subject, status, urgency, attempts, created_at, next_attempt_at, announcement_id, user_id)
        SELECT gen_random_uuid(), :kind, email, :subject, 'queued', CAST(:urgency AS smallint), 0,
               CAST(:createdAt AS timestamptz), CAST(:createdAt AS timestamptz), CAST(:announcement AS uuid), id
        FROM users
        WHERE active AND announcements AND id = ANY (CAST(:users AS uuid[]))\
        """)
    int announceTo(UUID announcement, String kind, String subject, int urgency, Instant createdAt, String[] users);

    @Query("""
        SELECT mail.id, mail.kind, mail.recipient, mail.subject, mail.attempts, mail.created_at, mail.expires_at,
               mail.content, mail.announcement_id, announcements.content AS announcement, mail.user_id
        FROM mails mail
        LEFT JOIN announcements ON announcements.id = mail.announcement_id
        WHERE mail.status = 'queued' AND mail.urgency = :urgency AND mail.next_attempt_at <= :now
        ORDER BY mail.next_attempt_at
        LIMIT 1
        FOR UPDATE OF mail SKIP LOCKED\
        """)
    Optional<DueRow> lockDue(int urgency, Instant now);

    /** Allows the current transaction to be idle between statements for this time. */
    @Query("SELECT set_config('idle_in_transaction_session_timeout', :time, true)")
    String allowIdleTime(String time);

    @Query("""
        UPDATE mails SET status = 'sent', attempts = attempts + 1, sent_at = :at, content = NULL, announcement_id = NULL
        WHERE id = :id\
        """)
    int markSent(UUID id, Instant at);

    @Query("UPDATE mails SET status = 'failed', attempts = attempts + 1, last_error = :error WHERE id = :id")
    int markFailed(UUID id, String error);

    @Query("UPDATE mails SET attempts = attempts + 1, last_error = :error, next_attempt_at = :nextAt WHERE id = :id")
    int postpone(UUID id, String error, Instant nextAt);

    @Query("""
        UPDATE mails SET status = 'queued', attempts = 0, last_error = NULL, next_attempt_at = :now
        WHERE id = :id AND status = 'failed'\
        """)
    int retry(UUID id, Instant now);

    Optional<MailRow> findById(UUID id);

    @Query(SELECT + """
        WHERE (created_at, id) < (:createdAt, :id)
        ORDER BY created_at DESC, id DESC
        LIMIT :limit\
        """)
    List<MailRow> list(Instant createdAt, UUID id, int limit);

    @Query(SELECT + """
        WHERE status = :status AND (created_at, id) < (:createdAt, :id)
        ORDER BY created_at DESC, id DESC
        LIMIT :limit\
        """)
    List<MailRow> listWith(String status, Instant createdAt, UUID id, int limit);

    @Query("SELECT count(*) AS mails, min(created_at) AS oldest FROM mails WHERE status = 'queued'")
    WaitingRow waiting();

    /** Removes at most {@code limit} old mails that are not queued. */
    @Query("""
        DELETE FROM mails
        WHERE id = ANY (ARRAY(SELECT id FROM mails WHERE created_at < :before AND status IN ('sent', 'failed')
                              LIMIT :limit FOR UPDATE SKIP LOCKED))\
        """)
    int removeOld(Instant before, int limit);

    @Override
    @Query("""
        SELECT id, content FROM mails
        WHERE content IS NOT NULL
          AND (substring(content FROM 1 FOR 9) < :prefix OR substring(content FROM 1 FOR 9) > :prefix)
        LIMIT :limit\
        """)
    List<SealedRow> sealedOtherwise(byte[] prefix, int limit);

    @Override
    @Query("UPDATE mails SET content = :renewed WHERE id = :id AND content = :old")
    int renew(UUID id, byte[] old, byte[] renewed);
}
