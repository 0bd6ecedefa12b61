package io.clubroom.persistence.chat;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** The statements on the table {@code chat_mentions}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("chat_mentions")
interface MentionRows extends GenericRepository<RoomRow, String> {
    /** Returns the mentions of existing users in these messages; those of each message in the order of its text. */
    @Query("""
        SELECT message_id, user_id FROM chat_mentions JOIN users ON users.id = user_id
        WHERE message_id = ANY (CAST(:messages AS uuid[]))
        ORDER BY message_id, place\
        """)
    List<MentionRow> of(@TypeDef(type = DataType.STRING_ARRAY) String[] messages);
}
