package io.clubroom.persistence.chat;

import io.clubroom.persistence.OnTable;
import io.clubroom.persistence.file.FileRow;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The statements on files attached to messages. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("files")
interface AttachmentRows extends GenericRepository<FileRow, UUID> {
    /** Returns the files of these messages; those of each message in order. */
    @Query("""
        SELECT id, user_id, name, media_type, size, sha256, width, height, content_id, created_at, message_id
        FROM files
        WHERE message_id = ANY (CAST(:messages AS uuid[]))
        ORDER BY message_id, place\
        """)
    List<FileRow> of(@TypeDef(type = DataType.STRING_ARRAY) String[] messages);

    @Query("""
        SELECT files.room_id FROM files JOIN chat_messages ON chat_messages.id = files.message_id
        WHERE files.id = :file AND NOT chat_messages.deleted\
        """)
    Optional<String> roomOf(UUID file);
}
