package io.clubroom.persistence.chat;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The statements on the table {@code chat_rooms}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("chat_rooms")
interface RoomRows extends GenericRepository<RoomRow, String> {
    String NOT_REMOVED = "AND NOT EXISTS (SELECT FROM chat_removals WHERE chat_removals.room_id = chat_rooms.id)";

    /** Returns 0 if a room with this id exists. */
    @Query("""
        INSERT INTO chat_rooms (id, name, kind, created_at) VALUES (:id, :name, :kind, :createdAt)
        ON CONFLICT (id) DO NOTHING\
        """)
    int insert(String id, String name, String kind, Instant createdAt);

    /** Returns 0 if a direct room of these users exists. Waits for a concurrent insertion. */
    @Query("""
        INSERT INTO chat_rooms (id, name, kind, created_at, direct_users)
        VALUES (:id, :name, :kind, :createdAt, CAST(:users AS uuid[]))
        ON CONFLICT (direct_users) WHERE direct_users IS NOT NULL DO NOTHING\
        """)
    int insertDirect(
            String id,
            String name,
            String kind,
            Instant createdAt,
            @TypeDef(type = DataType.STRING_ARRAY) String[] users);

    @Query("SELECT id FROM chat_rooms WHERE direct_users = CAST(:users AS uuid[])")
    Optional<String> findDirect(@TypeDef(type = DataType.STRING_ARRAY) String[] users);

    @Query("UPDATE chat_rooms SET name = :name WHERE id = :id " + NOT_REMOVED)
    int rename(String id, String name);

    int deleteById(String id);

    @Query("SELECT last_seq + changes FROM chat_rooms WHERE id = :id " + NOT_REMOVED)
    Optional<Long> countChanges(String id);

    /** Makes the room private, and excludes its messages from indexing. */
    @Query("""
        UPDATE chat_rooms SET kind = 'private', indexed_seq = last_seq, search_pending = false
        WHERE id = :id\
        """)
    int hide(String id);

    /** Notifies the listeners of a channel when the transaction commits. */
    @Query("SELECT 1 FROM pg_notify(:channel, :payload)")
    int sendNotification(String channel, String payload);

    @Query("SELECT id, created_at, last_seq, changes FROM chat_rooms WHERE id = ANY (:ids) " + NOT_REMOVED)
    List<ReachedRow> reached(@TypeDef(type = DataType.STRING_ARRAY) String[] ids);
}
