package io.clubroom.persistence.chat;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements on the tables {@code chat_presence}, {@code chat_nodes} and {@code chat_news}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("chat_presence")
interface AbsenceRows extends GenericRepository<RoomRow, String> {
    /** Records that a node is alive; returns 0 if the node is unknown. */
    @OnTable(value = "chat_nodes", operation = "UPDATE")
    @Query("UPDATE chat_nodes SET heard_at = :now WHERE node_id = :node")
    int heartbeat(UUID node, Instant now);

    @OnTable(value = "chat_nodes", operation = "INSERT")
    @Query("INSERT INTO chat_nodes (node_id, heard_at) VALUES (:node, :now)")
    int addNode(UUID node, Instant now);

    @OnTable(value = "chat_nodes", operation = "DELETE")
    @Query("DELETE FROM chat_nodes WHERE node_id = :node")
    int deleteNode(UUID node);

    @OnTable("chat_nodes")
    @Query("""
        SELECT node_id, heard_at FROM chat_nodes
        WHERE heard_at < :before ORDER BY heard_at LIMIT 1 FOR UPDATE SKIP LOCKED\
        """)
    Optional<NodeRow> lockSilentNode(Instant before);

    /**
     * Stores who has connected to or disconnected from a node. Users are locked in the order of their ids, to prevent deadlocks; users who
     * do not exist are skipped.
     */
    @OnTable(value = "chat_presence", operation = "INSERT")
    @Query("""
        INSERT INTO chat_presence AS present (user_id, nodes, absence, seen_at, noted_at)
        SELECT told.user_id,
               CASE WHEN told.connected THEN ARRAY[CAST(:node AS uuid)] ELSE CAST('{}' AS uuid[]) END,
               CASE WHEN told.arrived THEN 1 ELSE 0 END,
               CAST(:now AS timestamptz),
               CASE WHEN told.connected THEN NULL ELSE CAST(:now AS timestamptz) END
        FROM unnest(CAST(:users AS uuid[]), CAST(:connected AS boolean[]), CAST(:arrived AS boolean[]))
                 AS told (user_id, connected, arrived)
             JOIN (SELECT users.id FROM users WHERE users.id = ANY (CAST(:users AS uuid[]))
                   ORDER BY users.id FOR KEY SHARE) AS existing ON existing.id = told.user_id
        ORDER BY told.user_id
        ON CONFLICT (user_id) DO UPDATE SET
            nodes = array_remove(present.nodes, CAST(:node AS uuid)) || excluded.nodes,
            absence = present.absence + excluded.absence,
            seen_at = greatest(present.seen_at, excluded.seen_at),
            noted_at = CASE WHEN array_remove(present.nodes, CAST(:node AS uuid)) || excluded.nodes = '{}'
                            THEN excluded.seen_at END\
        """)
    int report(
            UUID node,
            @TypeDef(type = DataType.STRING_ARRAY) String[] users,
            @TypeDef(type = DataType.STRING_ARRAY) String[] connected,
            @TypeDef(type = DataType.STRING_ARRAY) String[] arrived,
            Instant now);

    /** Ends the connections of up to {@code limit} users to a node. */
    @OnTable(value = "chat_presence", operation = "UPDATE")
    @Query("""
        UPDATE chat_presence SET
            nodes = array_remove(nodes, CAST(:node AS uuid)),
            seen_at = greatest(seen_at, CAST(:at AS timestamptz)),
            noted_at = CASE WHEN array_remove(nodes, CAST(:node AS uuid)) = '{}'
                            THEN greatest(seen_at, CAST(:at AS timestamptz)) END
        WHERE user_id = ANY (ARRAY(SELECT user_id FROM chat_presence WHERE CAST(:node AS uuid) = ANY (nodes)
                                   ORDER BY user_id LIMIT :limit FOR NO KEY UPDATE))\
        """)
    int end(UUID node, Instant at, int limit);

    /** Returns the absence of a user; empty if the user is connected or has never been. */
    @Query("SELECT user_id, absence, seen_at FROM chat_presence WHERE user_id = :user AND nodes = '{}'")
    Optional<AbsenceRow> findAbsent(UUID user);

    @Query("SELECT EXISTS (SELECT FROM chat_presence WHERE user_id = :user)")
    boolean isKnown(UUID user);

    /** Locks the next absence to examine, together with its user so that the user cannot be removed. Skips users who are being removed. */
    @Query("""
        SELECT present.user_id, present.absence, present.seen_at
        FROM chat_presence present JOIN users ON users.id = present.user_id
        WHERE present.noted_at <= :before
        ORDER BY present.noted_at LIMIT 1
        FOR UPDATE OF present SKIP LOCKED FOR KEY SHARE OF users SKIP LOCKED\
        """)
    Optional<AbsenceRow> lockNext(Instant before);

    @Query("UPDATE chat_presence SET noted_at = :since WHERE user_id = :user")
    int note(UUID user, @Nullable Instant since);

    /**
     * Marks the absences that new messages concern as due for examination, and returns the number of messages processed. Absences for which
     * a mail is already queued are skipped. An edited message counts from the time of the edit.
     */
    @OnTable(value = "chat_news", operation = "DELETE")
    @Query("""
        WITH taken AS (
            DELETE FROM chat_news
            WHERE id = ANY (ARRAY(SELECT id FROM chat_news ORDER BY id LIMIT :limit FOR UPDATE SKIP LOCKED))
            RETURNING room_id, seq, user_id),
        concerned AS (
            SELECT coalesce(taken.user_id, member.user_id) AS user_id, taken.room_id,
                   coalesce(message.edited_at, message.created_at) AS since
            FROM taken
                     JOIN chat_messages message ON message.room_id = taken.room_id AND message.seq = taken.seq
                     LEFT JOIN chat_members member ON taken.user_id IS NULL AND member.room_id = taken.room_id),
        absent AS (
            SELECT concerned.user_id, min(concerned.since) AS since
            FROM concerned
                     LEFT JOIN chat_presence present ON present.user_id = concerned.user_id
                     LEFT JOIN chat_notices told
                               ON told.user_id = concerned.user_id AND told.room_id = concerned.room_id
            WHERE told.queued_absence IS DISTINCT FROM coalesce(present.absence, 0)
            GROUP BY concerned.user_id),
        noted AS (
            INSERT INTO chat_presence AS present (user_id, nodes, absence, noted_at)
            SELECT absent.user_id, '{}', 0, absent.since
            FROM absent
                     JOIN (SELECT users.id FROM users WHERE users.id IN (SELECT user_id FROM absent)
                           ORDER BY users.id FOR KEY SHARE) AS existing ON existing.id = absent.user_id
            ORDER BY absent.user_id
            ON CONFLICT (user_id) DO UPDATE SET noted_at = least(present.noted_at, excluded.noted_at)
                WHERE present.nodes = '{}')
        SELECT count(*) FROM taken\
        """)
    long noteNews(int limit);
}
