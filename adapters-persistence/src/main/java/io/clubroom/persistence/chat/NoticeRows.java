package io.clubroom.persistence.chat;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The statements on the table {@code chat_notices}, and those that read unread messages. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("chat_notices")
interface NoticeRows extends GenericRepository<RoomRow, String> {
    String UNREAD = """
        FROM chat_messages message LEFT JOIN users ON users.id = message.user_id
        WHERE message.room_id = :room AND message.seq > :after AND NOT message.deleted
          AND message.user_id IS DISTINCT FROM CAST(:reader AS uuid)
        """;

    String UNREAD_MENTIONS = """
        FROM chat_mentions mention
                 JOIN chat_messages message ON message.id = mention.message_id
                 LEFT JOIN users ON users.id = message.user_id
        WHERE mention.user_id = CAST(:reader AS uuid) AND mention.room_id = :room AND mention.seq > :after
          AND NOT mention.by_user AND NOT message.deleted
        """;

    String COUNT = "SELECT count(*) AS messages, max(message.seq) AS last_seq, ";
    String LINES = "SELECT users.full_name, message.content, message.has_files, message.created_at ";
    String FIRST = "ORDER BY message.seq LIMIT :limit";

    /** Returns the direct rooms of a user, and the rooms with messages that mention the user. */
    @Query("""
        SELECT room.room_id, told.queued_absence, told.told_absence, coalesce(told.told_seq, 0) AS told_seq
        FROM (SELECT chat_members.room_id
              FROM chat_members JOIN chat_rooms ON chat_rooms.id = chat_members.room_id
              WHERE chat_members.user_id = :user AND chat_rooms.kind = 'direct'
              UNION
              SELECT * FROM chat_rooms_mentioned_in(:user)) AS room
                 LEFT JOIN chat_notices told ON told.user_id = :user AND told.room_id = room.room_id
        ORDER BY room.room_id\
        """)
    List<NoticeRoomRow> rooms(UUID user);

    @Query("""
        SELECT room_id, queued_absence, told_absence, told_seq FROM chat_notices
        WHERE user_id = :user AND room_id = :room\
        """)
    Optional<NoticeRoomRow> find(UUID user, String room);

    @OnTable("chat_messages")
    @Query(COUNT + "min(message.created_at) AS since " + UNREAD)
    UnreadCountRow count(String room, UUID reader, long after);

    @OnTable("chat_messages")
    @Query(LINES + UNREAD + FIRST)
    List<UnreadMessageRow> first(String room, UUID reader, long after, int limit);

    @OnTable("chat_mentions")
    @Query(COUNT + "min(coalesce(message.edited_at, message.created_at)) AS since " + UNREAD_MENTIONS)
    UnreadCountRow countMentions(String room, UUID reader, long after);

    @OnTable("chat_mentions")
    @Query(LINES + UNREAD_MENTIONS + FIRST)
    List<UnreadMessageRow> firstMentions(String room, UUID reader, long after, int limit);

    @Query("""
        INSERT INTO chat_notices AS told (user_id, room_id, queued_absence, told_seq)
        SELECT CAST(:user AS uuid), existing.id, CAST(:absence AS bigint), 0
        FROM (SELECT chat_rooms.id FROM chat_rooms WHERE chat_rooms.id = :room FOR KEY SHARE) AS existing
        ON CONFLICT (user_id, room_id) DO UPDATE SET queued_absence = excluded.queued_absence\
        """)
    int queued(UUID user, String room, long absence);

    @Query("""
        UPDATE chat_notices SET queued_absence = NULL
        WHERE user_id = :user AND room_id = :room AND queued_absence = :absence\
        """)
    int withdrawn(UUID user, String room, long absence);

    @Query("""
        UPDATE chat_notices SET told_absence = :absence, told_seq = greatest(told_seq, :lastSeq)
        WHERE user_id = :user AND room_id = :room\
        """)
    int told(UUID user, String room, long absence, long lastSeq);
}
