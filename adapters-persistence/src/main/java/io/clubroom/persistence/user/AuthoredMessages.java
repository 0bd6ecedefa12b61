package io.clubroom.persistence.user;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.UUID;

/** The statement on the messages of a user who is removed. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("chat_messages")
interface AuthoredMessages extends GenericRepository<UserRow, UUID> {
    /** Removes the author from some of the user's messages, and returns how many they were. */
    @Query("""
        UPDATE chat_messages SET user_id = NULL
        WHERE id = ANY (ARRAY(SELECT id FROM chat_messages WHERE user_id = :author LIMIT :limit))\
        """)
    int removeAuthor(UUID author, int limit);
}
