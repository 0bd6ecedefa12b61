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
import org.jspecify.annotations.Nullable;

/** The statements on the table {@code files}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("files")
interface FileRows extends GenericRepository<FileRow, UUID> {
    /** Returns 0 if the owner does not exist, or a file with this id exists. */
    @Query("""
        INSERT INTO files (id, user_id, name, media_type, size, sha256, width, height, content_id, created_at)
        SELECT CAST(:id AS uuid), owner.id, CAST(:name AS text), CAST(:mediaType AS text), CAST(:size AS bigint),
               CAST(:sha256 AS bytea), CAST(:width AS integer), CAST(:height AS integer), CAST(:contentId AS uuid),
               CAST(:createdAt AS timestamptz)
        FROM users owner
        WHERE owner.id = :userId
        FOR KEY SHARE
        ON CONFLICT (id) DO NOTHING\
        """)
    int insert(
            UUID id,
            UUID userId,
            String name,
            String mediaType,
            long size,
            byte[] sha256,
            @Nullable Integer width,
            @Nullable Integer height,
            UUID contentId,
            Instant createdAt);

    Optional<FileRow> findById(UUID id);

    @Query("""
        SELECT id, user_id, name, media_type, size, sha256, width, height, content_id, created_at, message_id
        FROM files
        WHERE user_id = :owner AND (created_at, id) < (:createdAt, :id)
        ORDER BY created_at DESC, id DESC
        LIMIT :limit\
        """)
    List<FileRow> list(UUID owner, Instant createdAt, UUID id, int limit);

    long countByUserId(UUID userId);

    @Query("""
        SELECT CAST(coalesce((SELECT sum(size) FROM files WHERE user_id = :owner), 0)
                    + coalesce((SELECT sum(length) FROM uploads
                                WHERE user_id = :owner AND NOT finished AND expires_at > :now), 0) AS bigint)\
        """)
    long usage(UUID owner, Instant now);

    @Query("DELETE FROM files WHERE id = :id AND message_id IS NULL")
    int removeUnused(UUID id);

    /** Removes at most {@code limit} unused files. Skips locked ones, which may be in use. */
    @Query("""
        DELETE FROM files
        WHERE id = ANY (ARRAY(SELECT id FROM files WHERE message_id IS NULL AND created_at < :before
                              LIMIT :limit FOR UPDATE SKIP LOCKED))\
        """)
    int removeUnused(Instant before, int limit);

    @Query("SELECT CAST(coalesce(sum(size), 0) AS bigint) FROM files")
    long totalBytes();
}
