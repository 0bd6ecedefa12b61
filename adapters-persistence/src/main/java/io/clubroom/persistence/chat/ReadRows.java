package io.clubroom.persistence.chat;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The statements on the table {@code chat_reads}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("chat_reads")
interface ReadRows extends GenericRepository<RoomRow, String> {
    @Query("SELECT room_id, read_seq, unread, mentions, notify AS level FROM chat_counts(:rooms, :reader)")
    List<CountsRow> counts(@TypeDef(type = DataType.STRING_ARRAY) String[] rooms, UUID reader);

    /** Returns the activity of rooms for some members. The arrays are parallel. */
    @Query("""
        SELECT room.id AS room_id, room.created_at, room.last_seq, room.changes, member.user_id,
               counted.read_seq, counted.unread, counted.mentions, counted.notify AS level
        FROM unnest(CAST(:rooms AS text[]), CAST(:users AS uuid[])) AS named (room_id, user_id)
            JOIN chat_rooms room ON room.id = named.room_id AND room.kind <> 'public'
            JOIN chat_members member ON member.room_id = named.room_id AND member.user_id = named.user_id
            CROSS JOIN LATERAL chat_counts(ARRAY[named.room_id], named.user_id) AS counted\
        """)
    List<ActivityRow> activity(
            @TypeDef(type = DataType.STRING_ARRAY) String[] rooms,
            @TypeDef(type = DataType.STRING_ARRAY) String[] users);

    /** One row for each element of the parallel arrays of rooms and users. */
    String NAMED = """
        FROM unnest(CAST(:rooms AS text[]), CAST(:users AS uuid[])) AS named (room_id, user_id)
        """;

    /** The members of those rooms that show read receipts, if the reader has them enabled. */
    String MEMBERS = NAMED + """
            JOIN chat_rooms room ON room.id = named.room_id AND room.kind <> 'public'
            JOIN users reader ON reader.id = named.user_id AND reader.read_receipts
            JOIN chat_members other ON other.room_id = named.room_id
            JOIN users ON users.id = other.user_id
        WHERE (SELECT count(*)
               FROM (SELECT FROM chat_members member JOIN users person ON person.id = member.user_id
                     WHERE member.room_id = named.room_id AND person.active LIMIT :more) AS active) < :more
        """;

    String OF_TWO = "room.kind = 'direct' AND cardinality(room.direct_users) = 2";

    @Query("""
        SELECT named.room_id, named.user_id, counted.read_seq, counted.unread, counted.mentions, counted.notify AS level
        """ + NAMED + "CROSS JOIN LATERAL chat_counts(ARRAY[named.room_id], named.user_id) AS counted")
    List<ReaderRow> ofReaders(
            @TypeDef(type = DataType.STRING_ARRAY) String[] rooms,
            @TypeDef(type = DataType.STRING_ARRAY) String[] users);

    /** @param more one more than the maximum number of active members of a room that shows read receipts */
    @Query("""
        SELECT named.room_id, named.user_id AS reader_id, other.user_id,
               coalesce((SELECT stored.seq FROM chat_reads stored
                         WHERE stored.room_id = named.room_id AND stored.user_id = other.user_id), 0) AS seq
        """ + MEMBERS + """
          AND other.user_id <> named.user_id AND users.active AND users.read_receipts
          AND NOT (EXISTS (SELECT FROM chat_blocks
                           WHERE blocker_id = named.user_id AND blocked_id = other.user_id) AND
        """ + OF_TWO + ")")
    List<ReceiptRow> receipts(
            @TypeDef(type = DataType.STRING_ARRAY) String[] rooms,
            @TypeDef(type = DataType.STRING_ARRAY) String[] users,
            int more);

    /**
     * Returns, for each reader whose receipts others receive, the reader and the members who do not receive them.
     *
     * @param more one more than the maximum number of active members of a room that shows read receipts
     */
    @Query("SELECT named.room_id, named.user_id AS reader_id, other.user_id " + MEMBERS + """
          AND (other.user_id = named.user_id
               OR NOT users.read_receipts
               OR EXISTS (SELECT FROM chat_blocks
                          WHERE blocker_id = other.user_id AND blocked_id = named.user_id) AND
        """ + OF_TWO + ")")
    List<AudienceRow> audiences(
            @TypeDef(type = DataType.STRING_ARRAY) String[] rooms,
            @TypeDef(type = DataType.STRING_ARRAY) String[] users,
            int more);

    /**
     * Advances read markers, in the order of the arrays. {@code moved} is null if the room has no such message, otherwise whether the
     * marker has advanced.
     */
    @Query("""
        SELECT named.ordinal, chat_read(named.room_id, named.user_id, named.seq) AS moved
        FROM unnest(CAST(:rooms AS text[]), CAST(:users AS uuid[]), CAST(:seqs AS bigint[]))
            WITH ORDINALITY AS named (room_id, user_id, seq, ordinal)\
        """)
    List<MarkResultRow> mark(
            @TypeDef(type = DataType.STRING_ARRAY) String[] rooms,
            @TypeDef(type = DataType.STRING_ARRAY) String[] users,
            @TypeDef(type = DataType.STRING_ARRAY) String[] seqs);

    /** Advances a read marker. Returns empty if the room has no such message; otherwise whether the marker has advanced. */
    @Query("SELECT moved FROM chat_read(:room, :reader, :seq) AS moved WHERE moved IS NOT NULL")
    Optional<Boolean> read(String room, UUID reader, long seq);

    @Query("SELECT done FROM chat_set_notify(:room, :reader, :notify) AS done WHERE done")
    Optional<Boolean> setNotify(String room, UUID reader, String notify);
}
