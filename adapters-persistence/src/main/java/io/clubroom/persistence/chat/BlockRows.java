package io.clubroom.persistence.chat;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The statements on the table {@code chat_blocks}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("chat_blocks")
interface BlockRows extends GenericRepository<RoomRow, String> {
    String SELECT = "SELECT users.id, users.username, users.full_name, users.avatar_id, block.created_at"
            + " FROM chat_blocks block JOIN users ON users.id = block.blocked_id WHERE block.blocker_id = :blocker ";

    String NEWEST_FIRST = "ORDER BY block.created_at DESC, block.blocked_id DESC LIMIT :limit";

    /** Stores nothing if one of the users does not exist. Waits for a concurrent removal of either. */
    @Query("""
        INSERT INTO chat_blocks (blocker_id, blocked_id, created_at)
        SELECT blocker.id, blocked.id, CAST(:now AS timestamptz)
        FROM (SELECT id FROM users WHERE id = :blocker FOR KEY SHARE) AS blocker,
             (SELECT id FROM users WHERE id = :blocked FOR KEY SHARE) AS blocked
        ON CONFLICT DO NOTHING\
        """)
    int insert(UUID blocker, UUID blocked, Instant now);

    @Query("DELETE FROM chat_blocks WHERE blocker_id = :blocker AND blocked_id = :blocked")
    int delete(UUID blocker, UUID blocked);

    @Query("SELECT count(*) FROM chat_blocks WHERE blocker_id = :blocker AND blocked_id = :blocked")
    int count(UUID blocker, UUID blocked);

    @Query(SELECT + NEWEST_FIRST)
    List<BlockRow> first(UUID blocker, int limit);

    @Query(SELECT + "AND (block.created_at, block.blocked_id) < (:since, :blocked) " + NEWEST_FIRST)
    List<BlockRow> after(UUID blocker, Instant since, UUID blocked, int limit);
}
