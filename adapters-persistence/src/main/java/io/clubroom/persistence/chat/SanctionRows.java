package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.moderation.Reason;
import io.clubroom.domain.chat.moderation.Sanctions;
import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements on the table {@code chat_sanctions}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("chat_sanctions")
abstract class SanctionRows implements GenericRepository<RoomRow, String> {
    private static final String LIFT = """
        DELETE FROM chat_sanctions
        WHERE room_id = ? AND user_id = ? AND kind = ? AND (until IS NULL OR until > ?)
        RETURNING until, reason\
        """;

    private final JdbcOperations database;

    SanctionRows(JdbcOperations database) {
        this.database = database;
    }

    /** Takes the same lock as {@code chat_append_new}. */
    @OnTable("chat_rooms")
    @Query("SELECT id FROM chat_rooms WHERE id = :room FOR UPDATE")
    abstract Optional<String> lockRoom(String room);

    @OnTable(value = "chat_rooms", operation = "UPDATE")
    @Query("UPDATE chat_rooms SET sanctioned = TRUE WHERE id = :room AND NOT sanctioned")
    abstract int mark(String room);

    @Query("""
        INSERT INTO chat_sanctions (room_id, user_id, kind, until, reason, set_by, created_at)
        VALUES (:room, :user, :kind, CAST(:until AS timestamptz), :reason, :setBy, :createdAt)
        ON CONFLICT (room_id, user_id, kind) DO UPDATE
            SET until = excluded.until, reason = excluded.reason, set_by = excluded.set_by, created_at = excluded.created_at\
        """)
    abstract int set(
            String room, UUID user, String kind, @Nullable Instant until, String reason, UUID setBy, Instant createdAt);

    /** Lifts a sanction; returns empty if there is none in force. */
    @OnTable(value = "chat_sanctions", operation = "DELETE")
    Optional<Sanctions.Lifted> lift(String room, UUID user, String kind, Instant now) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(LIFT)) {
                statement.setString(1, room);
                statement.setObject(2, user);
                statement.setString(3, kind);
                statement.setObject(4, now.atOffset(ZoneOffset.UTC));
                try (ResultSet lifted = statement.executeQuery()) {
                    return lifted.next() ? Optional.of(lifted(lifted)) : Optional.empty();
                }
            }
        });
    }

    private static Sanctions.Lifted lifted(ResultSet row) throws SQLException {
        OffsetDateTime until = row.getObject("until", OffsetDateTime.class);
        return new Sanctions.Lifted(until == null ? null : until.toInstant(), new Reason(row.getString("reason")));
    }
}
