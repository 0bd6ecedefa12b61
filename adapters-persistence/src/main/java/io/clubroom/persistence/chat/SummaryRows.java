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

/**
 * Reads the rooms that a user may read, ordered by the bytes of their ids. Pages start after an id; the first one after the empty string.
 */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("chat_rooms")
interface SummaryRows extends GenericRepository<RoomRow, String> {
    String NOT_BANNED = """
        AND NOT EXISTS (SELECT FROM chat_sanctions ban
                        WHERE ban.room_id = room.id AND ban.user_id = :reader AND ban.kind = 'ban'
                          AND (ban.until IS NULL OR ban.until > :now))
        """;

    String PUBLIC = """
        SELECT room.* FROM chat_rooms room
        WHERE room.kind = 'public' AND room.id COLLATE "C" > :after COLLATE "C"
        """ + NOT_BANNED + """
        ORDER BY room.id COLLATE "C" LIMIT :limit
        """;

    String OWN = """
        SELECT room.* FROM chat_members member JOIN chat_rooms room ON room.id = member.room_id
        WHERE member.user_id = :reader AND member.room_id COLLATE "C" > :after COLLATE "C"
          AND room.kind = ANY (:kinds)
        """ + NOT_BANNED + """
        ORDER BY member.room_id COLLATE "C" LIMIT :limit
        """;

    String ONE = """
        SELECT room.* FROM chat_rooms room
        WHERE room.id = :id
          AND (room.kind = 'public'
               OR EXISTS (SELECT FROM chat_members member WHERE member.room_id = :id AND member.user_id = :reader))
        """ + NOT_BANNED;

    String SELECT = """
        SELECT room.id, room.name, room.kind, room.created_at, room.last_seq, room.changes,
               CASE WHEN room.kind = 'public'
                   THEN (SELECT coalesce(sum(change), 0)::bigint FROM user_counts WHERE active)
                       - CASE WHEN room.sanctioned
                           THEN (SELECT count(*)
                                 FROM chat_sanctions ban JOIN users ON users.id = ban.user_id
                                 WHERE ban.room_id = room.id AND ban.kind = 'ban'
                                   AND (ban.until IS NULL OR ban.until > :now) AND users.active)
                           ELSE 0
                       END
                   ELSE (SELECT count(*)
                         FROM chat_members member JOIN users ON users.id = member.user_id
                         WHERE member.room_id = room.id AND users.active)
               END AS member_count,
               CASE WHEN room.kind = 'direct'
                   THEN (SELECT string_agg(users.full_name, ', ' ORDER BY users.folded_full_name, users.id)
                         FROM chat_members member JOIN users ON users.id = member.user_id
                         WHERE member.room_id = room.id AND member.user_id <> :reader)
               END AS others
        FROM
        """;

    String IN_ORDER = " AS room ORDER BY room.id COLLATE \"C\"";

    @Query(SELECT + "((" + PUBLIC + ") UNION ALL (" + OWN + "))" + IN_ORDER + " LIMIT :limit")
    List<SummaryRow> ofAllKinds(
            UUID reader, Instant now, @TypeDef(type = DataType.STRING_ARRAY) String[] kinds, String after, int limit);

    @Query(SELECT + "(" + PUBLIC + ")" + IN_ORDER)
    List<SummaryRow> ofPublic(UUID reader, Instant now, String after, int limit);

    /** @param kinds must not include public */
    @Query(SELECT + "(" + OWN + ")" + IN_ORDER)
    List<SummaryRow> ofMember(
            UUID reader, Instant now, @TypeDef(type = DataType.STRING_ARRAY) String[] kinds, String after, int limit);

    @Query(SELECT + "(" + ONE + ") AS room")
    Optional<SummaryRow> find(UUID reader, Instant now, String id);
}
