package io.clubroom.persistence.search;

import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.persistence.OnTable;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements of a search. All run in one transaction, with one snapshot. */
@Singleton
@OnTable("chat_messages")
class SearchStatements {
    /** Also makes the transaction look up rows by indexes, whatever PostgreSQL's row estimates are. */
    private static final String SNAPSHOT = """
        SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
        SET LOCAL enable_seqscan = off;
        SET LOCAL enable_hashjoin = off;
        SET LOCAL enable_mergejoin = off\
        """;

    private static final String TEXT =
            "m.id, m.room_id, m.seq, m.user_id, m.content, m.created_at, chat_rooms.kind <> 'public'";

    private static final String MEMBER =
            "EXISTS (SELECT FROM chat_members WHERE chat_members.room_id = chat_rooms.id AND chat_members.user_id = ?)";

    private static final String BANNED = """
        EXISTS (SELECT FROM chat_sanctions
                WHERE chat_sanctions.room_id = chat_rooms.id AND chat_sanctions.user_id = ? AND chat_sanctions.kind = 'ban'
                  AND (chat_sanctions.until IS NULL OR chat_sanctions.until > ?))\
        """;

    /** Joins the author, because messages may refer to a deleted user for some time. */
    private static final String AUTHOR =
            "(?::uuid IS NULL OR m.user_id = ? AND EXISTS (SELECT FROM users WHERE users.id = m.user_id))";

    /** {@link #set} sets the parameters. */
    private static final String CONDITIONS = "(chat_rooms.kind = 'public' OR " + MEMBER + ") AND NOT " + BANNED
            + " AND (?::text IS NULL OR chat_rooms.id = ?) AND " + AUTHOR;

    private static final String PRIVATE_ROOMS = """
        SELECT chat_rooms.id FROM chat_members JOIN chat_rooms ON chat_rooms.id = chat_members.room_id
        WHERE chat_members.user_id = ? AND chat_rooms.kind <> 'public' AND NOT\
        """ + " " + BANNED;

    private static final String BANNED_ROOMS = """
        SELECT chat_rooms.id FROM chat_sanctions AS own JOIN chat_rooms ON chat_rooms.id = own.room_id
        WHERE own.user_id = ? AND chat_rooms.kind = 'public' AND\
        """ + " " + BANNED;

    private static final String TEXTS = "SELECT " + TEXT + """

        FROM chat_messages m JOIN chat_rooms ON chat_rooms.id = m.room_id
        WHERE m.id = ANY (?) AND\
        """ + " " + CONDITIONS;

    private static final String PENDING = "SELECT " + TEXT + """

        FROM chat_rooms
            CROSS JOIN LATERAL (SELECT * FROM chat_messages
                                WHERE chat_messages.room_id = chat_rooms.id AND chat_messages.seq > chat_rooms.indexed_seq
                                OFFSET 0) AS m
        WHERE chat_rooms.search_pending AND\
        """ + " " + CONDITIONS;

    private static final String CHANGED = "SELECT " + TEXT + """

        FROM (SELECT DISTINCT message_id FROM chat_search_changes WHERE has_text) AS changed
            CROSS JOIN LATERAL (SELECT * FROM chat_messages WHERE chat_messages.id = changed.message_id OFFSET 0) AS m
            JOIN chat_rooms ON chat_rooms.id = m.room_id
        WHERE\
        """ + " " + CONDITIONS;

    private static final String COUNT_PENDING =
            "SELECT coalesce(sum(last_seq - indexed_seq), 0) FROM chat_rooms WHERE search_pending";

    private static final String SEGMENTS = """
        SELECT id, documents, bits, oldest, newest, private_rooms IS NOT NULL, has_keys FROM chat_search_segments
        WHERE oldest <= ? AND newest >= ?
        ORDER BY newest DESC\
        """;

    private static final String MARKS = """
        SELECT marks FROM unnest(?::bigint[]) WITH ORDINALITY AS wanted (id, place)
            JOIN chat_search_segments USING (id)
        ORDER BY place\
        """;

    private static final String PRIVATE_OF_SEGMENTS = """
        SELECT private_rooms FROM unnest(?::bigint[]) WITH ORDINALITY AS wanted (id, place)
            JOIN chat_search_segments USING (id)
        ORDER BY place\
        """;

    private static final String ROWS = """
        SELECT place, postings FROM unnest(?::bigint[], ?::int[]) WITH ORDINALITY AS wanted (segment_id, number, place)
            JOIN chat_search_postings USING (segment_id, number)\
        """;

    private static final String RECORDS = """
        SELECT substring(records FROM document * 24 + 1 FOR 24)
        FROM unnest(?::bigint[], ?::int[]) WITH ORDINALITY AS wanted (id, document, place)
            JOIN chat_search_segments USING (id)
        ORDER BY place\
        """;

    private static final String ROOMS = """
        SELECT id, name, kind, created_at,
               CASE WHEN kind = 'direct'
                   THEN (SELECT string_agg(users.full_name, ', ' ORDER BY users.folded_full_name, users.id)
                         FROM chat_members JOIN users ON users.id = chat_members.user_id
                         WHERE chat_members.room_id = chat_rooms.id AND chat_members.user_id <> ?)
               END
        FROM chat_rooms WHERE id = ANY (?)\
        """;

    private final JdbcOperations database;

    SearchStatements(JdbcOperations database) {
        this.database = database;
    }

    /** Selects the messages that a user may read at a time, of one room and author; of all if null. */
    record Filter(
            UUID reader,
            Instant now,
            @Nullable String room,
            @Nullable UUID author) {}

    /** Must be the first statement of the transaction. */
    void useOneSnapshot() {
        database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(SNAPSHOT)) {
                return statement.execute();
            }
        });
    }

    /** Counts the messages outside all segments. */
    @OnTable("chat_rooms")
    long countPending() {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(COUNT_PENDING);
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /** Returns the messages outside all segments. */
    List<StoredText> pending(Filter filter) {
        return texts(PENDING, filter);
    }

    /** Returns the messages whose text has changed since they were added to the index. */
    List<StoredText> changed(Filter filter) {
        return texts(CHANGED, filter);
    }

    private List<StoredText> texts(String sql, Filter filter) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                set(statement, 1, filter);
                return texts(statement);
            }
        });
    }

    /** Returns those of these messages that exist and match the filter. */
    List<StoredText> texts(Collection<UUID> ids, Filter filter) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(TEXTS)) {
                statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
                set(statement, 2, filter);
                return texts(statement);
            }
        });
    }

    private static void set(PreparedStatement statement, int first, Filter filter) throws SQLException {
        statement.setObject(first, filter.reader());
        statement.setObject(first + 1, filter.reader());
        statement.setTimestamp(first + 2, Timestamp.from(filter.now()));
        statement.setString(first + 3, filter.room());
        statement.setString(first + 4, filter.room());
        statement.setObject(first + 5, filter.author());
        statement.setObject(first + 6, filter.author());
    }

    /** Returns the private and direct rooms of the reader. */
    @OnTable("chat_members")
    List<String> privateRooms(UUID reader, Instant now) {
        return rooms(PRIVATE_ROOMS, reader, now);
    }

    /** Returns the public rooms from which the reader is banned. */
    @OnTable("chat_sanctions")
    List<String> bannedRooms(UUID reader, Instant now) {
        return rooms(BANNED_ROOMS, reader, now);
    }

    private List<String> rooms(String sql, UUID reader, Instant now) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setObject(1, reader);
                statement.setObject(2, reader);
                statement.setTimestamp(3, Timestamp.from(now));
                List<String> rooms = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        rooms.add(row.getString(1));
                    }
                }
                return rooms;
            }
        });
    }

    /** Returns the {@link Postings} of the private rooms of segments that have private rooms. */
    @OnTable("chat_search_segments")
    List<byte[]> privateRooms(List<Segment> segments) {
        if (segments.isEmpty()) {
            return List.of();
        }
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(PRIVATE_OF_SEGMENTS)) {
                statement.setObject(1, ids(segments));
                List<byte[]> rooms = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        rooms.add(row.getBytes(1));
                    }
                }
                return rooms;
            }
        });
    }

    static List<StoredText> texts(PreparedStatement statement) throws SQLException {
        List<StoredText> texts = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                texts.add(text(row));
            }
        }
        return texts;
    }

    static StoredText text(ResultSet row) throws SQLException {
        return new StoredText(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getLong(3),
                row.getObject(4, UUID.class),
                row.getString(5),
                StoredText.micros(row.getObject(6, OffsetDateTime.class).toInstant()),
                row.getBoolean(7));
    }

    /**
     * Returns the segments with documents in a time range, newest first.
     *
     * @param oldest in microseconds since the epoch, like {@code newest}
     */
    @OnTable("chat_search_segments")
    List<Segment> segments(long oldest, long newest) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(SEGMENTS)) {
                statement.setLong(1, newest);
                statement.setLong(2, oldest);
                List<Segment> segments = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        segments.add(segment(row));
                    }
                }
                return segments;
            }
        });
    }

    static Segment segment(ResultSet row) throws SQLException {
        return new Segment(
                row.getLong(1),
                row.getInt(2),
                row.getInt(3),
                row.getLong(4),
                row.getLong(5),
                row.getBoolean(6),
                row.getBoolean(7));
    }

    @OnTable("chat_search_segments")
    List<Marks> marks(List<Segment> segments) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(MARKS)) {
                statement.setObject(1, ids(segments));
                List<Marks> marks = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        marks.add(new Marks(segments.get(marks.size()), row.getBytes(1)));
                    }
                }
                return marks;
            }
        });
    }

    static long[] ids(List<Segment> segments) {
        return segments.stream().mapToLong(Segment::id).toArray();
    }

    /** Returns the rows of these keys, segment by segment; null for rows that do not exist. */
    byte[] @Nullable [] rows(List<Segment> segments, List<Integer> keys) {
        int size = segments.size() * keys.size();
        long[] ids = new long[size];
        int[] numbers = new int[size];
        for (int i = 0; i < size; i++) {
            Segment segment = segments.get(i / keys.size());
            ids[i] = segment.id();
            numbers[i] = segment.row(keys.get(i % keys.size()));
        }
        return rows(ids, numbers);
    }

    /** Returns the rows with these numbers of these segments; null for rows that do not exist. */
    @OnTable("chat_search_postings")
    byte[] @Nullable [] rows(long[] segments, int[] numbers) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(ROWS)) {
                statement.setObject(1, segments);
                statement.setObject(2, numbers);
                byte[] @Nullable [] rows = new byte[numbers.length][];
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        rows[row.getInt(1) - 1] = row.getBytes(2);
                    }
                }
                return rows;
            }
        });
    }

    /** Returns the records of documents, each given by its segment and number, in this order. */
    @OnTable("chat_search_segments")
    List<DocumentRecord> records(long[] segments, int[] documents) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(RECORDS)) {
                statement.setObject(1, segments);
                statement.setObject(2, documents);
                List<DocumentRecord> records = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        records.addAll(DocumentRecord.read(row.getBytes(1)));
                    }
                }
                return records;
            }
        });
    }

    /** Returns the rooms as seen by the reader. */
    @OnTable("chat_rooms")
    List<Room> rooms(Collection<String> ids, UUID reader) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(ROOMS)) {
                statement.setObject(1, reader);
                statement.setArray(2, connection.createArrayOf("text", ids.toArray()));
                List<Room> rooms = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        RoomKind kind = RoomKind.of(row.getString(3));
                        String others = row.getString(5);
                        rooms.add(new Room(
                                new RoomId(row.getString(1)),
                                kind != RoomKind.DIRECT
                                        ? new RoomName(row.getString(2))
                                        : others == null ? RoomName.ofOthers(List.of()) : new RoomName(others),
                                kind,
                                row.getObject(4, OffsetDateTime.class).toInstant()));
                    }
                }
                return rooms;
            }
        });
    }
}
