package io.clubroom.persistence.file;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;
import java.util.UUID;

/** The statements on the table {@code thumbnails}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("thumbnails")
interface ThumbnailRows extends GenericRepository<FileRow, UUID> {
    @Query("SELECT content_id, media_type FROM thumbnails WHERE file_id = :file AND size = CAST(:size AS smallint)")
    Optional<ThumbnailRow> find(UUID file, int size);

    /** Returns 0 if the file does not exist, or has a thumbnail of this size. */
    @Query("""
        INSERT INTO thumbnails (file_id, size, media_type, content_id)
        SELECT files.id, CAST(:size AS smallint), CAST(:mediaType AS text), CAST(:contentId AS uuid)
        FROM files
        WHERE files.id = :file
        FOR KEY SHARE
        ON CONFLICT (file_id, size) DO NOTHING\
        """)
    int insert(UUID file, int size, String mediaType, UUID contentId);
}
