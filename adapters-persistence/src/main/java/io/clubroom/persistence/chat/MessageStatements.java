package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.ChangeDraft;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageState;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.user.AvatarId;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import io.clubroom.persistence.OnTable;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The statements on the table {@code chat_messages}. Each takes one round trip and, outside a transaction, one commit. */
@Singleton
@OnTable("chat_messages")
class MessageStatements {
    static final String COLUMNS = """
        m.id, m.room_id, m.seq, m.content, m.created_at, m.client_message_id, m.sender_name, m.edited_at, m.deleted, m.reply_to,
        m.has_files, m.has_mentions, m.has_reactions, m.user_id, u.username, u.full_name, u.avatar_id\
        """;

    private static final String APPEND_NEW = """
        SELECT last_seqs, changes, usernames, full_names, avatars
        FROM chat_append_new(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
        """;

    private static final String BY_ID = "SELECT " + COLUMNS + """

        FROM chat_messages m LEFT JOIN users u ON u.id = m.user_id
        WHERE m.id = ANY (?)\
        """;

    private static final String BY_CLIENT_ID = "SELECT " + COLUMNS + """

        FROM unnest(?::uuid[], ?::text[], ?::text[]) AS named (user_id, room_id, client_message_id)
            JOIN chat_messages m USING (user_id, room_id, client_message_id)
            LEFT JOIN users u ON u.id = m.user_id\
        """;

    private static final String NEWEST = "SELECT " + COLUMNS + """

        FROM chat_messages m LEFT JOIN users u ON u.id = m.user_id
        WHERE m.room_id = ? AND m.seq > ? AND m.seq < ?
        ORDER BY m.seq DESC LIMIT ?\
        """;

    private static final String AT = "SELECT " + COLUMNS + """

        FROM unnest(?::text[], ?::bigint[]) AS wanted (room_id, seq)
            CROSS JOIN LATERAL (SELECT * FROM chat_messages
                                WHERE chat_messages.room_id = wanted.room_id AND chat_messages.seq = wanted.seq
                                OFFSET 0) AS m
            LEFT JOIN users u ON u.id = m.user_id\
        """;

    private static final String FOLLOWING = "SELECT " + COLUMNS + """

        FROM unnest(?::text[], ?::bigint[]) AS known (room_id, seq)
            CROSS JOIN LATERAL (SELECT * FROM chat_messages
                                WHERE chat_messages.room_id = known.room_id AND chat_messages.seq > known.seq
                                ORDER BY chat_messages.seq LIMIT ?) AS m
            LEFT JOIN users u ON u.id = m.user_id
        ORDER BY m.room_id, m.seq\
        """;

    private final JdbcOperations database;

    MessageStatements(JdbcOperations database) {
        this.database = database;
    }

    /**
     * Stores drafts if all of them are new, are not replies, come from active users whose tokens are not revoked and who may write in their
     * rooms, and have only files that are not attached to a message yet. Otherwise stores nothing and returns null. The returned messages
     * do not include their attachments.
     */
    @OnTable(value = "chat_messages", operation = "INSERT")
    @Nullable
    List<RoomChange.Posted> appendNew(List<Draft> drafts) {
        Batch batch = new Batch(drafts);
        FilesOfDrafts files = new FilesOfDrafts(drafts);
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(APPEND_NEW)) {
                SqlArray.bind(
                        statement,
                        SqlArray.of("text", batch.rooms, RoomId::value),
                        SqlArray.of("int4", batch.messages, Function.identity()),
                        SqlArray.of("uuid", batch.senders, UserId::value),
                        SqlArray.of("uuid", drafts, draft -> draft.id().value()),
                        SqlArray.of("int4", batch.roomOf, Function.identity()),
                        SqlArray.of("int4", batch.placeOf, Function.identity()),
                        SqlArray.of("uuid", drafts, draft -> draft.sender().value()),
                        SqlArray.of("text", drafts, draft -> draft.text().value()),
                        SqlArray.of("text", drafts, draft -> value(draft.clientMessageId())),
                        SqlArray.of("timestamptz", drafts, draft -> Timestamp.from(draft.createdAt())),
                        SqlArray.of("int4", batch.tokenVersions, Function.identity()),
                        SqlArray.of(
                                "bool",
                                files.ids.isEmpty() ? List.<Draft>of() : drafts,
                                draft -> !draft.files().isEmpty()),
                        SqlArray.of("uuid", files.ids, FileId::value),
                        SqlArray.of("int4", files.drafts, Function.identity()),
                        SqlArray.of("int4", files.places, Function.identity()));
                try (ResultSet row = statement.executeQuery()) {
                    return row.next()
                            ? batch.stored(
                                    (Long[]) row.getArray("last_seqs").getArray(),
                                    (Long[]) row.getArray("changes").getArray(),
                                    (String[]) row.getArray("usernames").getArray(),
                                    (String[]) row.getArray("full_names").getArray(),
                                    (UUID[]) row.getArray("avatars").getArray())
                            : null;
                }
            }
        });
    }

    /** The files of all drafts, each with the index of its draft, from 1, and its position in the draft, from 0. */
    private static final class FilesOfDrafts {
        final List<FileId> ids = new ArrayList<>();
        final List<Integer> drafts = new ArrayList<>();
        final List<Integer> places = new ArrayList<>();

        FilesOfDrafts(List<Draft> all) {
            for (int i = 0; i < all.size(); i++) {
                List<FileId> files = all.get(i).files();
                for (int place = 0; place < files.size(); place++) {
                    ids.add(files.get(place));
                    drafts.add(i + 1);
                    places.add(place);
                }
            }
        }
    }

    /** The arguments of {@code chat_append_new}: distinct rooms and senders, and the position of each draft among those of its room. */
    private static final class Batch {
        /** PostgreSQL's order of UUIDs: unsigned, by bytes. */
        private static final Comparator<UserId> BY_BYTES = Comparator.comparing(UserId::value, (a, b) -> {
            int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
            return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
        });

        final List<Draft> drafts;
        final List<RoomId> rooms = new ArrayList<>();
        final List<Integer> messages = new ArrayList<>();
        final List<UserId> senders;

        /** The lowest token version of each sender. */
        final List<Integer> tokenVersions;

        final List<Integer> roomOf;
        final List<Integer> placeOf;

        Batch(List<Draft> drafts) {
            this.drafts = drafts;
            this.roomOf = new ArrayList<>(drafts.size());
            this.placeOf = new ArrayList<>(drafts.size());
            Map<RoomId, Integer> numbers = new HashMap<>();
            SortedMap<UserId, Integer> versions = new TreeMap<>(BY_BYTES);
            for (Draft draft : drafts) {
                Integer room = numbers.putIfAbsent(draft.room(), rooms.size() + 1);
                if (room == null) {
                    rooms.add(draft.room());
                    messages.add(0);
                    room = rooms.size();
                }
                roomOf.add(room);
                placeOf.add(messages.get(room - 1) + 1);
                messages.set(room - 1, messages.get(room - 1) + 1);
                versions.merge(draft.sender(), draft.tokenVersion(), Math::min);
            }
            this.senders = List.copyOf(versions.keySet());
            this.tokenVersions = List.copyOf(versions.values());
        }

        List<RoomChange.Posted> stored(
                Long[] lastSeqs, Long[] changes, String[] usernames, String[] fullNames, @Nullable UUID[] avatars) {
            Map<UserId, Participant> participants = HashMap.newHashMap(senders.size());
            for (int i = 0; i < usernames.length; i++) {
                UserId sender = senders.get(i);
                participants.put(
                        sender,
                        new Participant(
                                sender, new Username(usernames[i]), new FullName(fullNames[i]), avatar(avatars[i])));
            }
            List<RoomChange.Posted> posted = new ArrayList<>(drafts.size());
            for (int i = 0; i < drafts.size(); i++) {
                Draft draft = drafts.get(i);
                int room = roomOf.get(i) - 1;
                long seq = lastSeqs[room] + placeOf.get(i);
                posted.add(new RoomChange.Posted(
                        seq + changes[room],
                        new Message(
                                draft.id(),
                                draft.room(),
                                seq,
                                participants.get(draft.sender()),
                                draft.text(),
                                draft.clientMessageId(),
                                draft.createdAt())));
            }
            return posted;
        }
    }

    List<StoredRow> newest(RoomId room, long after, long before, int limit) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(NEWEST)) {
                statement.setString(1, room.value());
                statement.setLong(2, after);
                statement.setLong(3, before);
                statement.setInt(4, limit);
                return rows(statement);
            }
        });
    }

    List<StoredRow> at(List<Rooms.Place> places) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(AT)) {
                SqlArray.bind(
                        statement,
                        SqlArray.of("text", places, place -> place.room().value()),
                        SqlArray.of("int8", places, Rooms.Place::seq));
                return rows(statement);
            }
        });
    }

    /** Returns messages grouped by room, oldest first. */
    List<StoredRow> following(Map<RoomId, Long> after, int limit) {
        List<Map.Entry<RoomId, Long>> known = List.copyOf(after.entrySet());
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(FOLLOWING)) {
                SqlArray.bind(
                        statement,
                        SqlArray.of("text", known, entry -> entry.getKey().value()),
                        SqlArray.of("int8", known, Map.Entry::getValue));
                statement.setInt(3, limit);
                return rows(statement);
            }
        });
    }

    List<StoredRow> find(Collection<MessageId> ids) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(BY_ID)) {
                SqlArray.bind(statement, SqlArray.of("uuid", List.copyOf(ids), MessageId::value));
                return rows(statement);
            }
        });
    }

    /** Finds messages with the same senders, rooms and {@code client_message_id}s as these drafts. */
    List<StoredRow> findByClientIds(List<? extends ChangeDraft> drafts) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(BY_CLIENT_ID)) {
                SqlArray.bind(
                        statement,
                        SqlArray.of("uuid", drafts, draft -> draft.sender().value()),
                        SqlArray.of("text", drafts, draft -> draft.room().value()),
                        SqlArray.of("text", drafts, draft -> value(draft.clientMessageId())));
                return rows(statement);
            }
        });
    }

    static @Nullable String value(@Nullable ClientMessageId id) {
        return id == null ? null : id.value();
    }

    private static List<StoredRow> rows(PreparedStatement statement) throws SQLException {
        List<StoredRow> rows = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                rows.add(row(row));
            }
        }
        return rows;
    }

    private static StoredRow row(ResultSet row) throws SQLException {
        // The id of a deleted author may remain for a while, without a name.
        UUID author = row.getString("username") == null ? null : row.getObject("user_id", UUID.class);
        String clientMessageId = row.getString("client_message_id");
        String originalName = row.getString("sender_name");
        OffsetDateTime editedAt = row.getObject("edited_at", OffsetDateTime.class);
        boolean deleted = row.getBoolean("deleted");
        UUID replyTo = row.getObject("reply_to", UUID.class);
        return new StoredRow(
                new Message(
                        new MessageId(row.getObject("id", UUID.class)),
                        new RoomId(row.getString("room_id")),
                        row.getLong("seq"),
                        author == null
                                ? null
                                : new Participant(
                                        new UserId(author),
                                        new Username(row.getString("username")),
                                        new FullName(row.getString("full_name")),
                                        avatar(row.getObject("avatar_id", UUID.class))),
                        new MessageText(row.getString("content")),
                        List.of(),
                        clientMessageId == null ? null : new ClientMessageId(clientMessageId),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        originalName == null ? null : new FullName(originalName),
                        editedAt == null && !deleted
                                ? MessageState.PLAIN
                                : new MessageState(
                                        editedAt == null ? null : editedAt.toInstant(),
                                        deleted,
                                        List.of(),
                                        List.of(),
                                        null)),
                row.getBoolean("has_files"),
                row.getBoolean("has_mentions"),
                row.getBoolean("has_reactions"),
                replyTo == null ? null : new MessageId(replyTo));
    }

    private static @Nullable AvatarId avatar(@Nullable UUID id) {
        return id == null ? null : new AvatarId(id);
    }
}
