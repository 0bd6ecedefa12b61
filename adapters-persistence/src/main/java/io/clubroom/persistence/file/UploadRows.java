package io.clubroom.persistence.file;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The statements on the tables {@code uploads} and {@code upload_parts}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("uploads")
interface UploadRows extends GenericRepository<UploadRow, UUID> {
    /** Returns 0 if the owner does not exist. */
    @Query("""
        INSERT INTO uploads (id, user_id, name, metadata, length, received, parts, finished, created_at, expires_at)
        SELECT CAST(:id AS uuid), owner.id, CAST(:name AS text), CAST(:metadata AS text), CAST(:length AS bigint),
               CAST(:received AS bigint), CAST(:parts AS integer), CAST(:finished AS boolean), CAST(:createdAt AS timestamptz),
               CAST(:expiresAt AS timestamptz)
        FROM users owner
        WHERE owner.id = :userId
        FOR KEY SHARE\
        """)
    int insert(
            UUID id,
            UUID userId,
            String name,
            String metadata,
            long length,
            long received,
            int parts,
            boolean finished,
            Instant createdAt,
            Instant expiresAt);

    Optional<UploadRow> findById(UUID id);

    /** Returns 0 if the upload was removed or finished, or its length is not the offset of the part. */
    @Query("""
        UPDATE uploads SET received = received + :length, parts = parts + 1, expires_at = :expiresAt
        WHERE id = :id AND received = :start AND NOT finished\
        """)
    int extend(UUID id, long start, long length, Instant expiresAt);

    @OnTable(value = "upload_parts", operation = "INSERT")
    @Query("""
        INSERT INTO upload_parts (upload_id, start, length, content_id) VALUES (:id, :start, :length, :contentId)\
        """)
    int insertPart(UUID id, long start, long length, UUID contentId);

    @OnTable("upload_parts")
    @Query("SELECT content_id, start, length FROM upload_parts WHERE upload_id = :id ORDER BY start")
    List<UploadPartRow> parts(UUID id);

    @Query("UPDATE uploads SET finished = TRUE WHERE id = :id AND NOT finished")
    int finish(UUID id);

    @OnTable(value = "upload_parts", operation = "DELETE")
    @Query("DELETE FROM upload_parts WHERE upload_id = :id")
    int removeParts(UUID id);

    int deleteById(UUID id);

    /** Removes at most {@code limit} expired uploads. Skips locked ones, which may be in use. */
    @Query("""
        DELETE FROM uploads
        WHERE id = ANY (ARRAY(SELECT id FROM uploads WHERE expires_at < :before LIMIT :limit FOR UPDATE SKIP LOCKED))\
        """)
    int removeExpired(Instant before, int limit);

    long countByFinishedFalse();
}
