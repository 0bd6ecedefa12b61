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

/** Further statements on the table {@code chat_reports}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("chat_reports")
interface ReportRows extends GenericRepository<RoomRow, String> {
    /** Returns the files of the reported messages, with the report's id as {@code message_id}; those of each message in order. */
    @Query("""
        SELECT report.id AS message_id, file.id, file.user_id, file.name, file.media_type, file.size, file.sha256, file.width,
               file.height, file.content_id, file.created_at
        FROM chat_reports report
            CROSS JOIN LATERAL jsonb_to_recordset(report.files) AS file (
                id uuid, user_id uuid, name text, media_type text, size bigint, sha256 bytea, width integer, height integer,
                content_id uuid, created_at timestamptz, place integer)
        WHERE report.id = ANY (CAST(:reports AS uuid[]))
        ORDER BY report.id, file.place\
        """)
    List<FileRow> files(@TypeDef(type = DataType.STRING_ARRAY) String[] reports);

    @Query("""
        SELECT report.room_id FROM files JOIN chat_reports report ON report.message_id = files.message_id
        WHERE files.id = :file LIMIT 1\
        """)
    Optional<String> roomOf(UUID file);

    @OnTable("chat_members")
    @Query("SELECT count(*) FROM chat_members WHERE user_id = :user AND role IN ('moderator', 'owner')")
    long countModerated(UUID user);
}
