package io.clubroom.persistence.chat;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;

/** The statements that delete the contents of deleted rooms. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("chat_removals")
interface RemovalRows extends GenericRepository<RoomRow, String> {
    @Query("INSERT INTO chat_removals (room_id) VALUES (:room)")
    int insert(String room);

    @Query("SELECT room_id FROM chat_removals WHERE room_id = :room FOR UPDATE")
    Optional<String> lock(String room);

    @Query("SELECT room_id FROM chat_removals LIMIT 1 FOR UPDATE SKIP LOCKED")
    Optional<String> lockNext();

    @OnTable(value = "chat_members", operation = "DELETE")
    @Query("DELETE FROM chat_members WHERE room_id = :room")
    int deleteMembers(String room);

    @OnTable(value = "chat_reports", operation = "DELETE")
    @Query("DELETE FROM chat_reports WHERE room_id = :room")
    int deleteReports(String room);

    @OnTable(value = "files", operation = "DELETE")
    @Query("DELETE FROM files WHERE id = ANY (ARRAY(SELECT id FROM files WHERE room_id = :room LIMIT :limit))")
    int deleteFiles(String room, int limit);

    @OnTable(value = "chat_messages", operation = "DELETE")
    @Query("""
        DELETE FROM chat_messages
        WHERE id = ANY (ARRAY(SELECT id FROM chat_messages WHERE room_id = :room ORDER BY seq LIMIT :limit))\
        """)
    int deleteMessages(String room, int limit);

    @OnTable(value = "chat_changes", operation = "DELETE")
    @Query("""
        DELETE FROM chat_changes
        WHERE room_id = :room
          AND change = ANY (ARRAY(SELECT change FROM chat_changes WHERE room_id = :room ORDER BY change LIMIT :limit))\
        """)
    int deleteChanges(String room, int limit);

    @OnTable(value = "chat_reads", operation = "DELETE")
    @Query("""
        DELETE FROM chat_reads
        WHERE room_id = :room
          AND user_id = ANY (ARRAY(SELECT user_id FROM chat_reads WHERE room_id = :room LIMIT :limit))\
        """)
    int deleteReads(String room, int limit);

    @OnTable(value = "chat_sent", operation = "DELETE")
    @Query("""
        DELETE FROM chat_sent
        WHERE room_id = :room
          AND user_id = ANY (ARRAY(SELECT user_id FROM chat_sent WHERE room_id = :room LIMIT :limit))\
        """)
    int deleteSent(String room, int limit);

    @OnTable(value = "chat_notices", operation = "DELETE")
    @Query("""
        DELETE FROM chat_notices
        WHERE room_id = :room
          AND user_id = ANY (ARRAY(SELECT user_id FROM chat_notices WHERE room_id = :room LIMIT :limit))\
        """)
    int deleteNotices(String room, int limit);
}
