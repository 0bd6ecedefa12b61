package io.clubroom.persistence.search;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements that update the index. All run within transactions. */
@Singleton
@OnTable("chat_search_postings")
class IndexStatements {
    /** The key of the advisory lock: "messages" in ASCII. */
    private static final long LOCK = 0x6d65_7373_6167_6573L;

    /** Also makes the transaction look up rows by indexes, whatever PostgreSQL's row estimates are. */
    private static final String TRY_LOCK = """
        SELECT pg_try_advisory_xact_lock(?),
               set_config('enable_seqscan', 'off', true),
               set_config('enable_hashjoin', 'off', true),
               set_config('enable_mergejoin', 'off', true)\
        """;

    private static final String PENDING = """
        SELECT id, indexed_seq, last_seq FROM chat_rooms WHERE search_pending ORDER BY id LIMIT ?\
        """;

    private static final String MESSAGES = """
        SELECT m.id, m.room_id, m.seq, m.user_id, m.content, m.created_at, chat_rooms.kind <> 'public'
        FROM unnest(?::text[], ?::bigint[], ?::bigint[]) AS wanted (room_id, after, up_to)
            JOIN chat_rooms ON chat_rooms.id = wanted.room_id
            CROSS JOIN LATERAL (SELECT * FROM chat_messages
                                WHERE chat_messages.room_id = wanted.room_id
                                  AND chat_messages.seq > wanted.after AND chat_messages.seq <= wanted.up_to
                                OFFSET 0) AS m\
        """;

    /** Locks in the order of the ids, as transactions that store messages in several rooms do. */
    private static final String LOCK_ROOMS = """
        SELECT count(*) FROM (SELECT FROM chat_rooms WHERE id = ANY (?) ORDER BY id FOR NO KEY UPDATE) AS locked\
        """;

    private static final String NOTE_INDEXED = """
        UPDATE chat_rooms SET indexed_seq = done.up_to, search_pending = chat_rooms.last_seq > done.up_to
        FROM unnest(?::text[], ?::bigint[]) AS done (id, up_to)
        WHERE chat_rooms.id = done.id\
        """;

    private static final String CHANGES = """
        SELECT id, message_id, room_id, created_at FROM chat_search_changes ORDER BY id LIMIT ?\
        """;

    private static final String TEXTS = """
        SELECT m.id, m.room_id, m.seq, m.user_id, m.content, m.created_at, chat_rooms.kind <> 'public'
        FROM chat_messages m JOIN chat_rooms ON chat_rooms.id = m.room_id
        WHERE m.id = ANY (?)\
        """;

    private static final String PENDING_MESSAGES = """
        SELECT (SELECT coalesce(sum(last_seq - indexed_seq), 0) FROM chat_rooms WHERE search_pending)
             + (SELECT coalesce(sum(documents), 0) FROM chat_search_segments WHERE NOT has_keys)\
        """;

    private static final String SEGMENTS = """
        SELECT id, documents, bits, oldest, newest, private_rooms IS NOT NULL, has_keys
        FROM chat_search_segments ORDER BY newest, id\
        """;

    private static final String INSERT_SEGMENT = """
        INSERT INTO chat_search_segments (documents, bits, oldest, newest, marks, records, private_rooms, has_keys)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        RETURNING id\
        """;

    private static final String PUT_ROWS = """
        INSERT INTO chat_search_postings (segment_id, number, postings)
        SELECT ?, number, postings FROM unnest(?::int[], ?::bytea[]) AS row (number, postings)
        ON CONFLICT (segment_id, number) DO UPDATE SET postings = excluded.postings\
        """;

    private static final String SLOTS = """
        SELECT place, substring(records FROM slot * 64 * 24 + 1 FOR 64 * 24)
        FROM unnest(?::bigint[], ?::int[]) WITH ORDINALITY AS wanted (id, slot, place)
            JOIN chat_search_segments USING (id)\
        """;

    private final JdbcOperations database;

    IndexStatements(JdbcOperations database) {
        this.database = database;
    }

    /** A room with unindexed messages: those after {@code indexed}, up to {@code last}. */
    record PendingRoom(String id, long indexed, long last) {}

    /** The messages of a room after {@code after}, up to and including {@code upTo}. */
    record Range(String room, long after, long upTo) {}

    /**
     * A change of a message.
     *
     * @param id the id of the change
     * @param createdAt the creation time of the message
     */
    record Change(long id, UUID message, String room, long createdAt) {}

    /** Takes the lock until the end of the transaction; returns false if another node holds it. */
    @OnTable("chat_search_segments")
    boolean tryLock() {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(TRY_LOCK)) {
                statement.setLong(1, LOCK);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getBoolean(1);
                }
            }
        });
    }

    @OnTable("chat_rooms")
    List<PendingRoom> pendingRooms(int limit) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(PENDING)) {
                statement.setInt(1, limit);
                List<PendingRoom> rooms = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        rooms.add(new PendingRoom(row.getString(1), row.getLong(2), row.getLong(3)));
                    }
                }
                return rooms;
            }
        });
    }

    /** Counts the messages without keys in the index. */
    @OnTable("chat_rooms")
    long pending() {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(PENDING_MESSAGES);
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /**
     * Adds unindexed messages, the oldest of each room, to the index as segments without keys.
     *
     * @param most the approximate maximum number of messages
     * @param documents the number of documents per segment
     */
    @OnTable(value = "chat_search_segments", operation = "INSERT")
    void list(int most, int documents) {
        database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("SELECT chat_search_list(?, ?)")) {
                statement.setInt(1, most);
                statement.setInt(2, documents);
                return statement.execute();
            }
        });
    }

    /** Returns those of these messages that exist. */
    @OnTable("chat_messages")
    List<StoredText> texts(Collection<UUID> ids) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(TEXTS)) {
                statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
                return SearchStatements.texts(statement);
            }
        });
    }

    @OnTable("chat_messages")
    List<StoredText> messages(List<Range> ranges) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(MESSAGES)) {
                statement.setArray(
                        1,
                        connection.createArrayOf(
                                "text", ranges.stream().map(Range::room).toArray()));
                statement.setObject(2, ranges.stream().mapToLong(Range::after).toArray());
                statement.setObject(3, ranges.stream().mapToLong(Range::upTo).toArray());
                return SearchStatements.texts(statement);
            }
        });
    }

    @OnTable("chat_rooms")
    void lockRooms(Collection<String> ids) {
        database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(LOCK_ROOMS)) {
                statement.setArray(1, connection.createArrayOf("text", ids.toArray()));
                return statement.execute();
            }
        });
    }

    /** @param upTo the {@code seq} of the last indexed message of each room */
    @OnTable(value = "chat_rooms", operation = "UPDATE")
    void noteIndexed(Map<String, Long> upTo) {
        database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(NOTE_INDEXED)) {
                statement.setArray(
                        1, connection.createArrayOf("text", upTo.keySet().toArray()));
                statement.setArray(
                        2, connection.createArrayOf("int8", upTo.values().toArray()));
                return statement.executeUpdate();
            }
        });
    }

    @OnTable("chat_search_changes")
    List<Change> changes(int limit) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(CHANGES)) {
                statement.setInt(1, limit);
                List<Change> changes = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        changes.add(new Change(
                                row.getLong(1),
                                row.getObject(2, UUID.class),
                                row.getString(3),
                                StoredText.micros(
                                        row.getObject(4, OffsetDateTime.class).toInstant())));
                    }
                }
                return changes;
            }
        });
    }

    @OnTable(value = "chat_search_changes", operation = "DELETE")
    void removeChanges(Collection<Long> ids) {
        database.execute(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("DELETE FROM chat_search_changes WHERE id = ANY (?)")) {
                statement.setArray(1, connection.createArrayOf("int8", ids.toArray()));
                return statement.executeUpdate();
            }
        });
    }

    /** Returns the segments, oldest first. */
    @OnTable("chat_search_segments")
    List<Segment> segments() {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(SEGMENTS);
                    ResultSet row = statement.executeQuery()) {
                List<Segment> segments = new ArrayList<>();
                while (row.next()) {
                    segments.add(SearchStatements.segment(row));
                }
                return segments;
            }
        });
    }

    @OnTable("chat_search_segments")
    byte[] records(Segment segment) {
        return database.execute(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT records FROM chat_search_segments WHERE id = ?")) {
                statement.setLong(1, segment.id());
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getBytes(1);
                }
            }
        });
    }

    /** Returns blocks of {@value Segment#MARK} records, each given by its segment and the number of the block. */
    @OnTable("chat_search_segments")
    byte[][] slots(long[] segments, int[] slots) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(SLOTS)) {
                statement.setObject(1, segments);
                statement.setObject(2, slots);
                byte[][] records = new byte[slots.length][];
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        records[row.getInt(1) - 1] = row.getBytes(2);
                    }
                }
                return records;
            }
        });
    }

    @OnTable("chat_search_postings")
    List<SegmentBuilder.Row> rows(Segment segment) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT number, postings FROM chat_search_postings WHERE segment_id = ?")) {
                statement.setLong(1, segment.id());
                List<SegmentBuilder.Row> rows = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        rows.add(new SegmentBuilder.Row(row.getInt(1), row.getBytes(2)));
                    }
                }
                return rows;
            }
        });
    }

    /** Stores a segment without keys. */
    void addListed(List<DocumentRecord> documents) {
        add(documents, 0, null, false);
    }

    /** Stores a segment and returns its id. The caller must store its rows. */
    long add(SegmentBuilder.Built built) {
        return add(built.documents(), built.bits(), built.privateRooms(), true);
    }

    @OnTable(value = "chat_search_segments", operation = "INSERT")
    long add(List<DocumentRecord> documents, int bits, byte @Nullable [] privateRooms, boolean hasKeys) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(INSERT_SEGMENT)) {
                statement.setInt(1, documents.size());
                statement.setInt(2, bits);
                statement.setLong(3, documents.getFirst().createdAt());
                statement.setLong(4, documents.getLast().createdAt());
                statement.setBytes(5, Marks.of(documents));
                statement.setBytes(6, DocumentRecord.toBytes(documents));
                statement.setBytes(7, privateRooms);
                statement.setBoolean(8, hasKeys);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    @OnTable(value = "chat_search_segments", operation = "UPDATE")
    void setRecords(Segment segment, List<DocumentRecord> documents) {
        database.execute(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("UPDATE chat_search_segments SET records = ? WHERE id = ?")) {
                statement.setBytes(1, DocumentRecord.toBytes(documents));
                statement.setLong(2, segment.id());
                return statement.executeUpdate();
            }
        });
    }

    /** Stores rows, replacing those with the same numbers. */
    @OnTable(value = "chat_search_postings", operation = "INSERT")
    void putRows(long segment, List<SegmentBuilder.Row> rows) {
        database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(PUT_ROWS)) {
                statement.setLong(1, segment);
                statement.setObject(
                        2, rows.stream().mapToInt(SegmentBuilder.Row::number).toArray());
                statement.setArray(
                        3,
                        connection.createArrayOf(
                                "bytea",
                                rows.stream().map(SegmentBuilder.Row::postings).toArray(byte[][]::new)));
                return statement.executeUpdate();
            }
        });
    }

    @OnTable(value = "chat_search_postings", operation = "DELETE")
    void removeRows(List<Segment> segments) {
        remove("DELETE FROM chat_search_postings WHERE segment_id = ANY (?)", segments);
    }

    @OnTable(value = "chat_search_segments", operation = "DELETE")
    void removeSegments(List<Segment> segments) {
        remove("DELETE FROM chat_search_segments WHERE id = ANY (?)", segments);
    }

    private void remove(String sql, List<Segment> segments) {
        database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setObject(1, SearchStatements.ids(segments));
                return statement.executeUpdate();
            }
        });
    }
}
