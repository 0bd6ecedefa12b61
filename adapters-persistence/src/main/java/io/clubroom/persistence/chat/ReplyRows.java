package io.clubroom.persistence.chat;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** Reads the messages to which others reply. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("chat_messages")
interface ReplyRows extends GenericRepository<RoomRow, String> {
    @Query("""
        SELECT m.id, coalesce(u.full_name, m.sender_name) AS author, left(m.content, 200) AS content, m.deleted
        FROM chat_messages m LEFT JOIN users u ON u.id = m.user_id
        WHERE m.id = ANY (CAST(:messages AS uuid[]))\
        """)
    List<ReplyRow> of(@TypeDef(type = DataType.STRING_ARRAY) String[] messages);
}
