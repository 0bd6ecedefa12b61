package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.user.AvatarId;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import io.clubroom.persistence.OnTable;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements that store changes of rooms. All run within a transaction. */
@Singleton
class ChangeStatements {
    /** The numbers of a room: the {@code seq} of its last message, and the number of its other changes. */
    record Numbers(long lastSeq, long others) {}

    /** The sender of a draft. */
    record Sender(boolean active, int tokenVersion, Role role, Participant participant) {}

    /** A new row of {@code chat_messages}. */
    record NewMessage(Draft draft, long seq) {}

    /** A new row of {@code chat_changes}. */
    record NewChange(
            RoomId room,
            long change,
            long seq,
            String kind,
            Message message,
            UserId user,
            @Nullable String emoji,
            @Nullable String clientMessageId) {}

    /** A new row of {@code chat_versions}. */
    record OldText(MessageId message, long change, String content, Instant since) {}

    /** A new row of {@code chat_mentions}. */
    record Mention(Message message, UserId user, int place) {}

    /** A row of {@code chat_reactions}. */
    record Reacting(MessageId message, RoomId room, String emoji, UserId user, long change, long since) {}

    /** A file that is attached to a message. */
    record Attachment(FileId file, MessageId message, RoomId room, int place) {}

    private final JdbcOperations database;

    ChangeStatements(JdbcOperations database) {
        this.database = database;
    }

    /** Locks rooms in the order of their ids. Rooms that do not exist are skipped. */
    @OnTable("chat_rooms")
    Map<RoomId, Numbers> lockRooms(Collection<RoomId> rooms) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                SELECT id, last_seq, changes FROM chat_rooms
                WHERE id = ANY (?) ORDER BY id FOR NO KEY UPDATE\
                """)) {
                SqlArray.bind(statement, SqlArray.of("text", List.copyOf(rooms), RoomId::value));
                Map<RoomId, Numbers> locked = new HashMap<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        locked.put(
                                new RoomId(row.getString("id")),
                                new Numbers(row.getLong("last_seq"), row.getLong("changes")));
                    }
                }
                return locked;
            }
        });
    }

    /** Locks users and their token versions until the commit. Users who do not exist are skipped. */
    @OnTable("users")
    Map<UserId, Sender> lockSenders(Collection<UserId> senders) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                SELECT id, active, token_version, role, username, full_name, avatar_id FROM users
                WHERE id = ANY (?) ORDER BY id FOR KEY SHARE\
                """)) {
                SqlArray.bind(statement, SqlArray.of("uuid", List.copyOf(senders), UserId::value));
                Map<UserId, Sender> locked = new HashMap<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        UserId id = new UserId(row.getObject("id", UUID.class));
                        UUID avatar = row.getObject("avatar_id", UUID.class);
                        locked.put(
                                id,
                                new Sender(
                                        row.getBoolean("active"),
                                        row.getInt("token_version"),
                                        Role.of(row.getString("role")),
                                        new Participant(
                                                id,
                                                new Username(row.getString("username")),
                                                new FullName(row.getString("full_name")),
                                                avatar == null ? null : new AvatarId(avatar))));
                    }
                }
                return locked;
            }
        });
    }

    /** Locks those of the files that are not attached to a message, and returns their owners. */
    @OnTable("files")
    Map<FileId, UserId> lockUnusedFiles(Collection<FileId> files) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                SELECT id, user_id FROM files
                WHERE id = ANY (?) AND message_id IS NULL ORDER BY id FOR NO KEY UPDATE\
                """)) {
                SqlArray.bind(statement, SqlArray.of("uuid", List.copyOf(files), FileId::value));
                Map<FileId, UserId> locked = new HashMap<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        locked.put(
                                new FileId(row.getObject("id", UUID.class)),
                                new UserId(row.getObject("user_id", UUID.class)));
                    }
                }
                return locked;
            }
        });
    }

    /** Locks an announced erasure that no other node is working on; empty if there is none. */
    @OnTable("chat_erasures")
    Optional<ErasureRow> lockErasure() {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                SELECT user_id, room_id FROM chat_erasures
                WHERE told LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED\
                """);
                    ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new ErasureRow(row.getObject("user_id", UUID.class), row.getString("room_id")))
                        : Optional.empty();
            }
        });
    }

    @OnTable(value = "chat_messages", operation = "INSERT")
    void insertMessages(List<NewMessage> messages) {
        execute(
                """
                INSERT INTO chat_messages (id, room_id, user_id, content, created_at, seq, client_message_id, has_files, reply_to)
                SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)\
                """,
                SqlArray.of("uuid", messages, row -> row.draft().id().value()),
                SqlArray.of("text", messages, row -> row.draft().room().value()),
                SqlArray.of("uuid", messages, row -> row.draft().sender().value()),
                SqlArray.of("text", messages, row -> row.draft().text().value()),
                SqlArray.of(
                        "timestamptz",
                        messages,
                        row -> Timestamp.from(row.draft().createdAt())),
                SqlArray.of("int8", messages, NewMessage::seq),
                SqlArray.of(
                        "text",
                        messages,
                        row -> MessageStatements.value(row.draft().clientMessageId())),
                SqlArray.of("bool", messages, row -> !row.draft().files().isEmpty()),
                SqlArray.of(
                        "uuid",
                        messages,
                        row -> row.draft().replyTo() == null
                                ? null
                                : row.draft().replyTo().value()));
    }

    /**
     * Updates the precomputed counts of messages per sender, for blocks of messages that have become complete.
     *
     * @param lastSeqs the {@code seq} of the last message of each room before the new ones
     */
    @OnTable(value = "chat_sent", operation = "UPDATE")
    void countSent(Map<RoomId, Long> lastSeqs, List<NewMessage> messages) {
        List<RoomId> rooms = List.copyOf(lastSeqs.keySet());
        execute(
                "SELECT chat_count_sent(?, ?, ?)",
                SqlArray.of("text", rooms, RoomId::value),
                SqlArray.of("int8", rooms, lastSeqs::get),
                SqlArray.of("int4", rooms, room -> (int) messages.stream()
                        .filter(row -> row.draft().room().equals(room))
                        .count()));
    }

    @OnTable(value = "files", operation = "UPDATE")
    void attach(List<Attachment> attachments) {
        execute(
                """
                UPDATE files SET message_id = named.message_id, room_id = named.room_id, place = named.place
                FROM unnest(?, ?, ?, ?) AS named (id, message_id, room_id, place)
                WHERE files.id = named.id\
                """,
                SqlArray.of("uuid", attachments, row -> row.file().value()),
                SqlArray.of("uuid", attachments, row -> row.message().value()),
                SqlArray.of("text", attachments, row -> row.room().value()),
                SqlArray.of("int4", attachments, Attachment::place));
    }

    /** Stores the current texts and states of messages. */
    @OnTable(value = "chat_messages", operation = "UPDATE")
    void updateMessages(Collection<Message> messages) {
        List<Message> all = List.copyOf(messages);
        execute(
                """
                UPDATE chat_messages
                SET content = changed.content, edited_at = changed.edited_at, deleted = changed.deleted,
                    has_files = chat_messages.has_files AND NOT changed.deleted,
                    has_mentions = changed.has_mentions, has_reactions = changed.has_reactions
                FROM unnest(?, ?, ?, ?, ?, ?) AS changed (id, content, edited_at, deleted, has_mentions, has_reactions)
                WHERE chat_messages.id = changed.id\
                """,
                SqlArray.of("uuid", all, message -> message.id().value()),
                SqlArray.of("text", all, message -> message.text().value()),
                SqlArray.of(
                        "timestamptz",
                        all,
                        message -> message.state().editedAt() == null
                                ? null
                                : Timestamp.from(message.state().editedAt())),
                SqlArray.of("bool", all, message -> message.state().deleted()),
                SqlArray.of("bool", all, message -> !message.state().mentions().isEmpty()),
                SqlArray.of("bool", all, message -> !message.state().reactions().isEmpty()));
    }

    @OnTable(value = "chat_versions", operation = "INSERT")
    void insertVersions(List<OldText> texts) {
        execute(
                "INSERT INTO chat_versions (message_id, change, content, created_at) SELECT * FROM unnest(?, ?, ?, ?)",
                SqlArray.of("uuid", texts, row -> row.message().value()),
                SqlArray.of("int8", texts, OldText::change),
                SqlArray.of("text", texts, OldText::content),
                SqlArray.of("timestamptz", texts, row -> Timestamp.from(row.since())));
    }

    @OnTable(value = "chat_versions", operation = "DELETE")
    void deleteVersions(List<MessageId> messages) {
        deleteOf("DELETE FROM chat_versions WHERE message_id = ANY (?)", messages);
    }

    /** Deletes the files of messages, except of reported ones, whose files a trigger deletes with the last report. */
    @OnTable(value = "files", operation = "DELETE")
    void deleteFiles(List<MessageId> messages) {
        deleteOf("""
            DELETE FROM files
            WHERE message_id = ANY (?)
              AND NOT EXISTS (SELECT FROM chat_reports WHERE chat_reports.message_id = files.message_id)\
            """, messages);
    }

    @OnTable(value = "chat_reactions", operation = "DELETE")
    void deleteReactions(List<MessageId> messages) {
        deleteOf("DELETE FROM chat_reactions WHERE message_id = ANY (?)", messages);
    }

    @OnTable(value = "chat_mentions", operation = "DELETE")
    void deleteMentions(List<MessageId> messages) {
        deleteOf("DELETE FROM chat_mentions WHERE message_id = ANY (?)", messages);
    }

    private void deleteOf(String sql, List<MessageId> messages) {
        execute(sql, SqlArray.of("uuid", messages, MessageId::value));
    }

    @OnTable(value = "chat_mentions", operation = "INSERT")
    void insertMentions(List<Mention> mentions) {
        execute(
                """
                INSERT INTO chat_mentions (message_id, user_id, room_id, seq, place, by_user)
                SELECT named.* FROM unnest(?, ?, ?, ?, ?, ?) AS named (message_id, user_id, room_id, seq, place, by_user)
                WHERE EXISTS (SELECT FROM users WHERE users.id = named.user_id)\
                """,
                SqlArray.of("uuid", mentions, row -> row.message().id().value()),
                SqlArray.of("uuid", mentions, row -> row.user().value()),
                SqlArray.of("text", mentions, row -> row.message().room().value()),
                SqlArray.of("int8", mentions, row -> row.message().seq()),
                SqlArray.of("int4", mentions, Mention::place),
                SqlArray.of("bool", mentions, row -> row.message().isBy(row.user())));
    }

    @OnTable(value = "chat_reactions", operation = "INSERT")
    void insertReactions(List<Reacting> reactions) {
        execute(
                """
                INSERT INTO chat_reactions (message_id, room_id, emoji, user_id, change, since)
                SELECT * FROM unnest(?, ?, ?, ?, ?, ?)\
                """,
                SqlArray.of("uuid", reactions, row -> row.message().value()),
                SqlArray.of("text", reactions, row -> row.room().value()),
                SqlArray.of("text", reactions, Reacting::emoji),
                SqlArray.of("uuid", reactions, row -> row.user().value()),
                SqlArray.of("int8", reactions, Reacting::change),
                SqlArray.of("int8", reactions, Reacting::since));
    }

    @OnTable(value = "chat_reactions", operation = "DELETE")
    void deleteReactions(Collection<Reacting> reactions) {
        List<Reacting> all = List.copyOf(reactions);
        execute(
                """
                DELETE FROM chat_reactions USING unnest(?, ?, ?) AS named (message_id, emoji, user_id)
                WHERE chat_reactions.message_id = named.message_id
                  AND chat_reactions.emoji = named.emoji
                  AND chat_reactions.user_id = named.user_id\
                """,
                SqlArray.of("uuid", all, row -> row.message().value()),
                SqlArray.of("text", all, Reacting::emoji),
                SqlArray.of("uuid", all, row -> row.user().value()));
    }

    @OnTable(value = "chat_changes", operation = "INSERT")
    void insertChanges(List<NewChange> changes) {
        execute(
                """
                INSERT INTO chat_changes
                    (room_id, change, seq, kind, message_id, message_seq, author_id, user_id, emoji, client_message_id)
                SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
                """,
                SqlArray.of("text", changes, row -> row.room().value()),
                SqlArray.of("int8", changes, NewChange::change),
                SqlArray.of("int8", changes, NewChange::seq),
                SqlArray.of("text", changes, NewChange::kind),
                SqlArray.of("uuid", changes, row -> row.message().id().value()),
                SqlArray.of("int8", changes, row -> row.message().seq()),
                SqlArray.of(
                        "uuid",
                        changes,
                        row -> row.message().author() == null
                                ? null
                                : row.message().author().id().value()),
                SqlArray.of("uuid", changes, row -> row.user().value()),
                SqlArray.of("text", changes, NewChange::emoji),
                SqlArray.of("text", changes, NewChange::clientMessageId));
    }

    @OnTable(value = "chat_rooms", operation = "UPDATE")
    void updateRooms(Map<RoomId, Numbers> numbers) {
        List<Map.Entry<RoomId, Numbers>> all = List.copyOf(numbers.entrySet());
        execute(
                """
                UPDATE chat_rooms SET last_seq = reached.last_seq, changes = reached.changes
                FROM unnest(?, ?, ?) AS reached (id, last_seq, changes)
                WHERE chat_rooms.id = reached.id\
                """,
                SqlArray.of("text", all, entry -> entry.getKey().value()),
                SqlArray.of("int8", all, entry -> entry.getValue().lastSeq()),
                SqlArray.of("int8", all, entry -> entry.getValue().others()));
    }

    private void execute(String sql, SqlArray... arrays) {
        database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                SqlArray.bind(statement, arrays);
                return statement.execute();
            }
        });
    }
}
