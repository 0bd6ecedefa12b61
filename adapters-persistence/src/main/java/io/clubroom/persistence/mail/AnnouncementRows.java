package io.clubroom.persistence.mail;

import io.clubroom.persistence.OnTable;
import io.clubroom.persistence.SealedRow;
import io.clubroom.persistence.SealedRows;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** The statements on the table {@code announcements}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("announcements")
interface AnnouncementRows extends GenericRepository<AnnouncementRow, UUID>, SealedRows {
    @Query("INSERT INTO announcements (id, content) VALUES (:id, :content)")
    int insert(UUID id, byte[] content);

    /** Removes announcements that no mail refers to any more. */
    @Query("""
        DELETE FROM announcements
        WHERE NOT EXISTS (SELECT FROM mails WHERE announcement_id = announcements.id)\
        """)
    int removeUnused();

    @Override
    @Query("SELECT id, content FROM announcements WHERE substring(content FROM 1 FOR 9) <> :prefix LIMIT :limit")
    List<SealedRow> sealedOtherwise(byte[] prefix, int limit);

    @Override
    @Query("UPDATE announcements SET content = :renewed WHERE id = :id AND content = :old")
    int renew(UUID id, byte[] old, byte[] renewed);
}
