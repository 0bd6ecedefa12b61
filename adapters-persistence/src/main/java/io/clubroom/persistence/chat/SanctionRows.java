package io.clubroom.persistence.chat;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements on the table {@code chat_sanctions}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("chat_sanctions")
interface SanctionRows extends GenericRepository<RoomRow, String> {
    /** The same lock as that of {@code chat_append_new}. */
    @OnTable("chat_rooms")
    @Query("SELECT id FROM chat_rooms WHERE id = :room FOR UPDATE")
    Optional<String> lockRoom(String room);

    @OnTable(value = "chat_rooms", operation = "UPDATE")
    @Query("UPDATE chat_rooms SET sanctioned = TRUE WHERE id = :room AND NOT sanctioned")
    int mark(String room);

    @Query("""
        INSERT INTO chat_sanctions (room_id, user_id, kind, until, reason, set_by, created_at)
        VALUES (:room, :user, :kind, CAST(:until AS timestamptz), :reason, :setBy, :createdAt)
        ON CONFLICT (room_id, user_id, kind) DO UPDATE
            SET until = excluded.until, reason = excluded.reason, set_by = excluded.set_by, created_at = excluded.created_at\
        """)
    int set(String room, UUID user, String kind, @Nullable Instant until, String reason, UUID setBy, Instant createdAt);

    @Query("""
        DELETE FROM chat_sanctions
        WHERE room_id = :room AND user_id = :user AND kind = :kind AND (until IS NULL OR until > :now)\
        """)
    int lift(String room, UUID user, String kind, Instant now);
}
