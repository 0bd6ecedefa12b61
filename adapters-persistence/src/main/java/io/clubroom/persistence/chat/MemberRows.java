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
import java.util.UUID;

/** The statements on the table {@code chat_members}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("chat_members")
interface MemberRows extends GenericRepository<RoomRow, String> {
    String SELECT = "SELECT users.id, users.username, users.full_name, users.avatar_id, member.role, member.joined_at"
            + " FROM chat_members member JOIN users ON users.id = member.user_id ";

    /** The members whom others see. */
    String ACTIVE = "WHERE member.room_id = :room AND users.active ";

    @Query("SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(:room, :seed))")
    int lock(String room, long seed);

    /** Locks the private rooms that a user owns, in the order of their lock keys to prevent deadlocks. */
    @Query("""
        SELECT owned.room_id
        FROM (SELECT member.room_id, hashtextextended(member.room_id, :seed) AS key
              FROM chat_members member JOIN chat_rooms room ON room.id = member.room_id
              WHERE member.user_id = :owner AND member.role = 'owner' AND room.kind = 'private'
              ORDER BY key) AS owned
                 CROSS JOIN LATERAL pg_advisory_xact_lock(owned.key)\
        """)
    List<String> lockOwnedBy(UUID owner, long seed);

    /** Locks those of the rooms that have no other active member. */
    @OnTable("chat_rooms")
    @Query("""
        SELECT room.id FROM chat_rooms room
        WHERE room.id = ANY (:rooms)
          AND NOT EXISTS (SELECT FROM chat_members member JOIN users ON users.id = member.user_id
                          WHERE member.room_id = room.id AND member.user_id <> :user AND users.active)
        ORDER BY room.id
        FOR UPDATE OF room\
        """)
    List<RoomRow> lockRoomsOfOnly(UUID user, @TypeDef(type = DataType.STRING_ARRAY) String[] rooms);

    /** Waits for pending writes to the room, and blocks further ones until the current transaction ends. */
    @OnTable("chat_rooms")
    @Query("SELECT id FROM chat_rooms WHERE id = :room FOR UPDATE")
    Optional<RoomRow> lockMessages(String room);

    /** Locks active users with the weakest lock that prevents their deletion and deactivation. */
    @OnTable("users")
    @Query("SELECT id FROM users WHERE id = ANY (CAST(:ids AS uuid[])) AND active ORDER BY id FOR KEY SHARE")
    List<UUID> lockActive(@TypeDef(type = DataType.STRING_ARRAY) String[] ids);

    @Query(SELECT + ACTIVE + "ORDER BY member.joined_at, member.user_id LIMIT :limit")
    List<MemberRow> first(String room, int limit);

    @Query(SELECT + ACTIVE + """
        AND (member.joined_at, member.user_id) > (:joinedAt, :user)
        ORDER BY member.joined_at, member.user_id LIMIT :limit\
        """)
    List<MemberRow> after(String room, Instant joinedAt, UUID user, int limit);

    @Query(SELECT + ACTIVE + "AND member.user_id = :user")
    Optional<MemberRow> find(String room, UUID user);

    @Query("""
        SELECT asked.id AS user_id, member.room_id
        FROM (SELECT DISTINCT id FROM unnest(CAST(:users AS uuid[])) AS named (id)) AS asked
                 CROSS JOIN LATERAL (SELECT member.room_id
                                     FROM chat_members member JOIN chat_rooms room ON room.id = member.room_id
                                     WHERE member.user_id = asked.id AND room.kind <> 'public'
                                     ORDER BY member.room_id COLLATE "C" LIMIT :limit) AS member\
        """)
    List<MembershipRow> closedRooms(@TypeDef(type = DataType.STRING_ARRAY) String[] users, int limit);

    /** Returns the first active member in the order of succession. */
    @Query(SELECT + ACTIVE + """
        AND member.user_id <> :besides
        ORDER BY array_position(ARRAY['owner', 'moderator', 'member'], member.role), member.joined_at, member.user_id
        LIMIT 1\
        """)
    Optional<MemberRow> next(String room, UUID besides);

    @OnTable("chat_sanctions")
    @Query("""
        SELECT count(*) FROM chat_sanctions
        WHERE room_id = :room AND user_id = :user AND kind = 'ban' AND (until IS NULL OR until > :now)\
        """)
    int countBans(String room, UUID user, Instant now);

    @OnTable("chat_sanctions")
    @Query("""
        SELECT user_id FROM chat_sanctions
        WHERE room_id = :room AND kind = 'ban' AND (until IS NULL OR until > now())\
        """)
    List<UUID> banned(String room);

    @Query("""
        INSERT INTO chat_members (room_id, user_id, role, joined_at)
        SELECT :room, named.id, :role, CAST(:joinedAt AS timestamptz)
        FROM unnest(CAST(:users AS uuid[])) AS named (id)
        ON CONFLICT (room_id, user_id) DO UPDATE SET role = EXCLUDED.role\
        """)
    int insert(String room, @TypeDef(type = DataType.STRING_ARRAY) String[] users, String role, Instant joinedAt);

    @Query("DELETE FROM chat_members WHERE room_id = :room AND user_id = :user")
    int delete(String room, UUID user);
}
