package io.clubroom.persistence.chat;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** The statements that read the table {@code chat_changes}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("chat_changes")
interface ChangeRows extends GenericRepository<RoomRow, String> {
    /** For each room, counts the changes up to the given one that are not new messages. */
    @Query("""
        SELECT known.room_id, coalesce(last.others, 0) AS others
        FROM unnest(CAST(:rooms AS text[]), CAST(:changes AS bigint[])) AS known (room_id, change)
            LEFT JOIN LATERAL (SELECT change - seq AS others FROM chat_changes
                               WHERE chat_changes.room_id = known.room_id AND chat_changes.change <= known.change
                               ORDER BY chat_changes.change DESC LIMIT 1) AS last ON true\
        """)
    List<NonMessageCountRow> countUpTo(
            @TypeDef(type = DataType.STRING_ARRAY) String[] rooms,
            @TypeDef(type = DataType.STRING_ARRAY) String[] changes);

    /** For each message, given by room and {@code seq}, counts the changes before it that are not new messages. */
    @Query("""
        SELECT known.room_id, coalesce(last.others, 0) AS others
        FROM unnest(CAST(:rooms AS text[]), CAST(:seqs AS bigint[])) WITH ORDINALITY AS known (room_id, seq, ordinal)
            LEFT JOIN LATERAL (SELECT change - chat_changes.seq AS others FROM chat_changes
                               WHERE chat_changes.room_id = known.room_id AND chat_changes.seq < known.seq
                               ORDER BY chat_changes.seq DESC, change DESC LIMIT 1) AS last ON true
        ORDER BY ordinal\
        """)
    List<NonMessageCountRow> countBefore(
            @TypeDef(type = DataType.STRING_ARRAY) String[] rooms,
            @TypeDef(type = DataType.STRING_ARRAY) String[] seqs);

    /** Returns the first changes of each room after the given one that are not new messages; those of each room in order. */
    @Query("""
        SELECT next.* FROM unnest(CAST(:rooms AS text[]), CAST(:changes AS bigint[])) AS known (room_id, change)
            CROSS JOIN LATERAL (SELECT room_id, change, seq, kind, message_id, user_id, emoji, client_message_id
                                FROM chat_changes
                                WHERE chat_changes.room_id = known.room_id AND chat_changes.change > known.change
                                ORDER BY chat_changes.change LIMIT :limit) AS next
        ORDER BY next.room_id, next.change\
        """)
    List<ChangeRow> following(
            @TypeDef(type = DataType.STRING_ARRAY) String[] rooms,
            @TypeDef(type = DataType.STRING_ARRAY) String[] changes,
            int limit);

    /** Returns the changes with these {@code client_message_id}s. */
    @Query("""
        SELECT room_id, change, seq, kind, message_id, user_id, emoji, client_message_id
        FROM unnest(CAST(:users AS uuid[]), CAST(:rooms AS text[]), CAST(:ids AS text[]))
                AS named (user_id, room_id, client_message_id)
            JOIN chat_changes USING (user_id, room_id, client_message_id)\
        """)
    List<ChangeRow> named(
            @TypeDef(type = DataType.STRING_ARRAY) String[] users,
            @TypeDef(type = DataType.STRING_ARRAY) String[] rooms,
            @TypeDef(type = DataType.STRING_ARRAY) String[] ids);

    /** Returns the previous texts of a message, latest first; none if its author was deleted. */
    @OnTable("chat_versions")
    @Query("""
        SELECT change, content, created_at FROM chat_versions
        WHERE message_id = :message AND change < :before
          AND EXISTS (SELECT FROM chat_messages JOIN users ON users.id = chat_messages.user_id
                      WHERE chat_messages.id = :message)
        ORDER BY change DESC LIMIT :limit\
        """)
    List<VersionRow> versions(UUID message, long before, int limit);

    /** Returns the emojis of messages, each with the change that first added it. */
    @OnTable("chat_reactions")
    @Query("""
        SELECT DISTINCT message_id, emoji, since FROM chat_reactions JOIN users ON users.id = user_id
        WHERE message_id = ANY (CAST(:messages AS uuid[]))\
        """)
    List<FirstReactionRow> since(@TypeDef(type = DataType.STRING_ARRAY) String[] messages);
}
