package io.clubroom.persistence.chat;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** The statements on the table {@code chat_reactions}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("chat_reactions")
interface ReactionRows extends GenericRepository<RoomRow, String> {
    /** Returns the reactions of existing users to these messages, grouped by message and emoji, oldest first. */
    @Query("""
        SELECT message_id, emoji, user_id, since FROM chat_reactions JOIN users ON users.id = user_id
        WHERE message_id = ANY (CAST(:messages AS uuid[]))
        ORDER BY message_id, since, emoji, change\
        """)
    List<ReactionRow> of(@TypeDef(type = DataType.STRING_ARRAY) String[] messages);
}
