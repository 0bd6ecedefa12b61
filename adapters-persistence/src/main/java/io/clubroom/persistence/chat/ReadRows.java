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

    /** Users are given beside their rooms. */
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

    /** Empty if the room has no such message; otherwise whether the user has read more than before. */
    @Query("SELECT moved FROM chat_read(:room, :reader, :seq) AS moved WHERE moved IS NOT NULL")
    Optional<Boolean> read(String room, UUID reader, long seq);

    @Query("SELECT done FROM chat_set_notify(:room, :reader, :notify) AS done WHERE done")
    Optional<Boolean> setNotify(String room, UUID reader, String notify);
}
