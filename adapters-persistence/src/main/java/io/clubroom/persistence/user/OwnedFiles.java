package io.clubroom.persistence.user;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.UUID;

/** The statements that remove the files of a deleted user. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("files")
interface OwnedFiles extends GenericRepository<UserRow, UUID> {
    /** Removes up to {@code limit} files of the user, and returns the number removed. */
    @Query("DELETE FROM files WHERE id = ANY (ARRAY(SELECT id FROM files WHERE user_id = :owner LIMIT :limit))")
    int remove(UUID owner, int limit);

    /** Removes up to {@code limit} parts of the user's uploads, and returns the number removed. */
    @OnTable(value = "upload_parts", operation = "DELETE")
    @Query("""
        DELETE FROM upload_parts
        WHERE (upload_id, start) IN (SELECT part.upload_id, part.start
                                     FROM uploads
                                              JOIN upload_parts part ON part.upload_id = uploads.id
                                     WHERE uploads.user_id = :owner
                                     LIMIT :limit)\
        """)
    int removeParts(UUID owner, int limit);
}
