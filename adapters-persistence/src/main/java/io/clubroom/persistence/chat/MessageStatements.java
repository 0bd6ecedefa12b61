package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.ChangeRefusal;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.user.AvatarId;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import io.clubroom.persistence.OnTable;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The statements on the table {@code chat_messages}, each one round trip and, outside a transaction, one commit. */
@Singleton
@OnTable("chat_messages")
class MessageStatements {
    private static final String COLUMNS = """
        m.id, m.room_id, m.seq, m.content, m.created_at, m.client_message_id, m.sender_name,
        m.has_files, m.user_id, u.username, u.full_name, u.avatar_id\
        """;

    private static final String APPEND = """
        SELECT ordinal, outcome, id, seq, content, created_at, has_files, username, full_name, avatar_id
        FROM chat_append(?, ?, ?, ?, ?, ?, ?, ?, ?)
            CROSS JOIN LATERAL
                (SELECT (SELECT avatar_id FROM users WHERE users.id = (?::uuid[])[ordinal]) AS avatar_id) AS sender
        ORDER BY ordinal\
        """;

    private static final String APPEND_NEW = """
        SELECT last_seqs, usernames, full_names, avatars
        FROM chat_append_new(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            CROSS JOIN LATERAL
                (SELECT (SELECT array_agg(avatar_id ORDER BY id) FROM users WHERE id = ANY (?)) AS avatars) AS sender\
        """;

    private static final String APPEND_NEW_WITH_FILES = """
        SELECT last_seqs, usernames, full_names, avatars
        FROM chat_append_new(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            CROSS JOIN LATERAL
                (SELECT (SELECT array_agg(avatar_id ORDER BY id) FROM users WHERE id = ANY (?)) AS avatars) AS sender\
        """;

    private static final String NEWEST = "SELECT " + COLUMNS + """

        FROM chat_messages m LEFT JOIN users u ON u.id = m.user_id
        WHERE m.room_id = ? AND m.seq > ? AND m.seq < ?
        ORDER BY m.seq DESC LIMIT ?\
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
     * Stores drafts, and returns the outcome of each in the same order. The messages have no attachments yet.
     *
     * @param withFiles where those of the messages are added that have files
     */
    @OnTable(value = "chat_messages", operation = "INSERT")
    List<Outcome> append(List<Draft> drafts, List<MessageId> withFiles) {
        FilesOfDrafts files = new FilesOfDrafts(drafts);
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(APPEND)) {
                statement.setArray(
                        1, array(connection, "uuid", drafts, draft -> draft.id().value()));
                statement.setArray(
                        2,
                        array(connection, "text", drafts, draft -> draft.room().value()));
                statement.setArray(
                        3,
                        array(
                                connection,
                                "uuid",
                                drafts,
                                draft -> draft.sender().value()));
                statement.setArray(
                        4,
                        array(connection, "text", drafts, draft -> draft.text().value()));
                statement.setArray(5, array(connection, "text", drafts, MessageStatements::clientMessageId));
                statement.setArray(
                        6, array(connection, "timestamptz", drafts, draft -> Timestamp.from(draft.createdAt())));
                statement.setArray(7, array(connection, "int4", drafts, Draft::tokenVersion));
                statement.setArray(8, array(connection, "uuid", files.ids, FileId::value));
                statement.setArray(9, array(connection, "int4", files.drafts, Function.identity()));
                statement.setArray(
                        10,
                        array(
                                connection,
                                "uuid",
                                drafts,
                                draft -> draft.sender().value()));
                List<Outcome> outcomes = new ArrayList<>(drafts.size());
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        outcomes.add(outcome(row, drafts.get(outcomes.size()), withFiles));
                    }
                }
                return outcomes;
            }
        });
    }

    /**
     * Stores drafts that are all new, by active users whose tokens are not revoked, in existing rooms, and with files that are attached to no message
     * yet. Otherwise stores nothing and returns null. The messages have no attachments yet.
     *
     * @param withFiles where those of the messages are added that have files
     */
    @OnTable(value = "chat_messages", operation = "INSERT")
    @Nullable
    List<Outcome> appendNew(List<Draft> drafts, List<MessageId> withFiles) {
        Batch batch = new Batch(drafts);
        FilesOfDrafts files = new FilesOfDrafts(drafts);
        return database.execute(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement(files.ids.isEmpty() ? APPEND_NEW : APPEND_NEW_WITH_FILES)) {
                statement.setArray(1, array(connection, "text", batch.rooms, RoomId::value));
                statement.setArray(2, array(connection, "int4", batch.messages, Function.identity()));
                statement.setArray(3, array(connection, "uuid", batch.senders, UserId::value));
                statement.setArray(
                        4, array(connection, "uuid", drafts, draft -> draft.id().value()));
                statement.setArray(5, array(connection, "int4", batch.roomOf, Function.identity()));
                statement.setArray(6, array(connection, "int4", batch.placeOf, Function.identity()));
                statement.setArray(
                        7,
                        array(
                                connection,
                                "uuid",
                                drafts,
                                draft -> draft.sender().value()));
                statement.setArray(
                        8,
                        array(connection, "text", drafts, draft -> draft.text().value()));
                statement.setArray(9, array(connection, "text", drafts, MessageStatements::clientMessageId));
                statement.setArray(
                        10, array(connection, "timestamptz", drafts, draft -> Timestamp.from(draft.createdAt())));
                statement.setArray(11, array(connection, "int4", batch.tokenVersions, Function.identity()));
                if (!files.ids.isEmpty()) {
                    statement.setArray(
                            12,
                            array(
                                    connection,
                                    "bool",
                                    drafts,
                                    draft -> !draft.files().isEmpty()));
                    statement.setArray(13, array(connection, "uuid", files.ids, FileId::value));
                    statement.setArray(14, array(connection, "int4", files.drafts, Function.identity()));
                    statement.setArray(15, array(connection, "int4", files.places, Function.identity()));
                }
                statement.setArray(
                        files.ids.isEmpty() ? 12 : 16, array(connection, "uuid", batch.senders, UserId::value));
                try (ResultSet row = statement.executeQuery()) {
                    if (!row.next()) {
                        return null;
                    }
                    drafts.stream()
                            .filter(draft -> !draft.files().isEmpty())
                            .map(Draft::id)
                            .forEach(withFiles::add);
                    return batch.stored(
                            (Long[]) row.getArray("last_seqs").getArray(),
                            (String[]) row.getArray("usernames").getArray(),
                            (String[]) row.getArray("full_names").getArray(),
                            (UUID[]) row.getArray("avatars").getArray());
                }
            }
        });
    }

    /** The files of all drafts, each with the number of its draft, from 1, and its place there, from 0. */
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

    /** The arguments of {@code chat_append_new}: rooms and senders without duplicates, and each draft's place in its room. */
    private static final class Batch {
        /** PostgreSQL's order: by the sixteen bytes of a UUID. */
        private static final Comparator<UserId> BY_BYTES = Comparator.comparing(UserId::value, (a, b) -> {
            int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
            return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
        });

        final List<Draft> drafts;
        final List<RoomId> rooms = new ArrayList<>();
        final List<Integer> messages = new ArrayList<>();
        final List<UserId> senders;

        /** The oldest of each sender. */
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

        List<Outcome> stored(Long[] lastSeqs, String[] usernames, String[] fullNames, @Nullable UUID[] avatars) {
            Map<UserId, Participant> participants = HashMap.newHashMap(senders.size());
            for (int i = 0; i < usernames.length; i++) {
                UserId sender = senders.get(i);
                participants.put(
                        sender,
                        new Participant(
                                sender, new Username(usernames[i]), new FullName(fullNames[i]), avatar(avatars[i])));
            }
            List<Outcome> outcomes = new ArrayList<>(drafts.size());
            for (int i = 0; i < drafts.size(); i++) {
                Draft draft = drafts.get(i);
                outcomes.add(new Outcome.Stored(new Message(
                        draft.id(),
                        draft.room(),
                        lastSeqs[roomOf.get(i) - 1] + placeOf.get(i),
                        participants.get(draft.sender()),
                        draft.text(),
                        draft.clientMessageId(),
                        draft.createdAt())));
            }
            return outcomes;
        }
    }

    /** @param withFiles where those of the messages are added that have files; they have no attachments yet */
    List<Message> newest(RoomId room, long after, long before, int limit, List<MessageId> withFiles) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(NEWEST)) {
                statement.setString(1, room.value());
                statement.setLong(2, after);
                statement.setLong(3, before);
                statement.setInt(4, limit);
                List<Message> messages = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        messages.add(message(row, withFiles));
                    }
                }
                return messages;
            }
        });
    }

    /**
     * Returns the messages of each room together, oldest first.
     *
     * @param withFiles where those of the messages are added that have files; they have no attachments yet
     */
    List<Message> following(Map<RoomId, Long> after, int limit, List<MessageId> withFiles) {
        List<Map.Entry<RoomId, Long>> known = List.copyOf(after.entrySet());
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(FOLLOWING)) {
                statement.setArray(
                        1,
                        array(connection, "text", known, entry -> entry.getKey().value()));
                statement.setArray(2, array(connection, "int8", known, Map.Entry::getValue));
                statement.setInt(3, limit);
                List<Message> following = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        following.add(message(row, withFiles));
                    }
                }
                return following;
            }
        });
    }

    private static @Nullable String clientMessageId(Draft draft) {
        return draft.clientMessageId() == null ? null : draft.clientMessageId().value();
    }

    private static <T> Array array(
            Connection connection, String type, List<T> values, Function<T, ? extends @Nullable Object> element)
            throws SQLException {
        @Nullable Object[] elements = new @Nullable Object[values.size()];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = element.apply(values.get(i));
        }
        return connection.createArrayOf(type, elements);
    }

    private static Outcome outcome(ResultSet row, Draft draft, List<MessageId> withFiles) throws SQLException {
        String outcome = row.getString("outcome");
        return switch (outcome) {
            case "stored" -> new Outcome.Stored(appended(row, draft, withFiles));
            case "repeated" -> new Outcome.Repeated(appended(row, draft, withFiles));
            case "no_room" -> new Outcome.Refused(ChangeRefusal.NO_SUCH_ROOM);
            case "no_sender" -> new Outcome.Refused(ChangeRefusal.NO_SUCH_SENDER);
            case "no_file" -> new Outcome.Refused(ChangeRefusal.NO_SUCH_FILE);
            default -> throw new IllegalStateException("unknown outcome of chat_append: " + outcome);
        };
    }

    private static Message appended(ResultSet row, Draft draft, List<MessageId> withFiles) throws SQLException {
        return new Message(
                id(row, withFiles),
                draft.room(),
                row.getLong("seq"),
                new Participant(
                        draft.sender(),
                        new Username(row.getString("username")),
                        new FullName(row.getString("full_name")),
                        avatar(row.getObject("avatar_id", UUID.class))),
                new MessageText(row.getString("content")),
                draft.clientMessageId(),
                time(row));
    }

    private static Message message(ResultSet row, List<MessageId> withFiles) throws SQLException {
        UUID author = row.getObject("user_id", UUID.class);
        String clientMessageId = row.getString("client_message_id");
        String originalName = row.getString("sender_name");
        return new Message(
                id(row, withFiles),
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
                time(row),
                originalName == null ? null : new FullName(originalName));
    }

    private static MessageId id(ResultSet row, List<MessageId> withFiles) throws SQLException {
        MessageId id = new MessageId(row.getObject("id", UUID.class));
        if (row.getBoolean("has_files")) {
            withFiles.add(id);
        }
        return id;
    }

    private static @Nullable AvatarId avatar(@Nullable UUID id) {
        return id == null ? null : new AvatarId(id);
    }

    private static Instant time(ResultSet row) throws SQLException {
        return row.getObject("created_at", OffsetDateTime.class).toInstant();
    }
}
