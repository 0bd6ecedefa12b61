package io.clubroom.persistence.chat;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** The statements that erase deleted users from rooms. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("chat_erasures")
interface ErasureRows extends GenericRepository<RoomRow, String> {
    /** Returns erasures that have not been announced in their rooms. */
    @Query("SELECT user_id, room_id FROM chat_erasures WHERE NOT told ORDER BY room_id, user_id LIMIT :limit")
    List<ErasureRow> findUnannounced(int limit);

    /** Marks an erasure as announced; returns 0 if another node has already done so. The room must be locked. */
    @Query("UPDATE chat_erasures SET told = true WHERE user_id = :user AND room_id = :room AND NOT told")
    int markAnnounced(UUID user, String room);

    @OnTable(value = "chat_changes", operation = "INSERT")
    @Query("""
        INSERT INTO chat_changes (room_id, change, seq, kind, user_id)
        VALUES (:room, :change, :seq, 'erased', :user)\
        """)
    int insertChange(String room, long change, long seq, UUID user);

    @OnTable(value = "chat_versions", operation = "DELETE")
    @Query("""
        DELETE FROM chat_versions WHERE (message_id, change) IN (
            SELECT chat_versions.message_id, chat_versions.change
            FROM chat_messages JOIN chat_versions ON chat_versions.message_id = chat_messages.id
            WHERE chat_messages.user_id = :user AND chat_messages.room_id = :room
            LIMIT :limit)\
        """)
    int deleteVersions(UUID user, String room, int limit);

    @OnTable(value = "chat_reactions", operation = "DELETE")
    @Query("""
        DELETE FROM chat_reactions WHERE (message_id, emoji, user_id) IN (
            SELECT message_id, emoji, user_id FROM chat_reactions
            WHERE user_id = :user AND room_id = :room LIMIT :limit)\
        """)
    int deleteReactions(UUID user, String room, int limit);

    @OnTable(value = "chat_mentions", operation = "DELETE")
    @Query("""
        DELETE FROM chat_mentions WHERE (message_id, user_id) IN (
            SELECT message_id, user_id FROM chat_mentions WHERE user_id = :user AND room_id = :room LIMIT :limit)\
        """)
    int deleteMentions(UUID user, String room, int limit);

    @OnTable(value = "chat_messages", operation = "UPDATE")
    @Query("""
        UPDATE chat_messages SET user_id = NULL
        WHERE id = ANY (ARRAY(SELECT id FROM chat_messages WHERE user_id = :user AND room_id = :room LIMIT :limit))\
        """)
    int removeAuthor(UUID user, String room, int limit);

    @Query("DELETE FROM chat_erasures WHERE user_id = :user AND room_id = :room")
    int delete(UUID user, String room);
}
