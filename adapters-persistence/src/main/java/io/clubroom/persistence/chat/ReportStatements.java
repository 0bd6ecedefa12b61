package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.Emoji;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageState;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.Reaction;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.moderation.Reason;
import io.clubroom.domain.chat.moderation.Report;
import io.clubroom.domain.chat.moderation.ReportAction;
import io.clubroom.domain.chat.moderation.ReportId;
import io.clubroom.domain.chat.moderation.ReportResolution;
import io.clubroom.domain.chat.moderation.ReportStatus;
import io.clubroom.domain.chat.moderation.Reports.Position;
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
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements on the table {@code chat_reports}. */
@Singleton
@OnTable("chat_reports")
class ReportStatements {
    /**
     * A report as read from its row.
     *
     * @param report the report, whose message lacks its attachments and reply preview
     */
    record Row(Report report, boolean hasFiles, @Nullable MessageId replyTo) {}

    private static final String INSERT = """
        INSERT INTO chat_reports (id, room_id, message_id, seq, author_id, sender_name, content, sent_at, edited_at, mentions,
                                  reply_to, reaction_emojis, reaction_users, files, reason, reported_by, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                (SELECT coalesce(jsonb_agg(to_jsonb(file)), '[]')
                 FROM (SELECT id, user_id, name, media_type, size, sha256, width, height, content_id, created_at, place
                       FROM files WHERE message_id = ? ORDER BY place) AS file),
                ?, ?, ?)
        ON CONFLICT (message_id, reported_by) DO NOTHING\
        """;

    /** Leaves out deleted users and their files. */
    private static final String SELECT = """
        SELECT r.id, r.room_id, r.message_id, r.seq, r.author_id, r.sender_name, r.content, r.sent_at, r.edited_at, r.reply_to,
               r.reason, r.reported_by, r.created_at, r.action, r.note, r.resolved_by, r.resolved_at,
               r.author_id IS NOT NULL AND r.files <> '[]' AS has_files,
               ARRAY(SELECT users.id FROM unnest(r.mentions) WITH ORDINALITY AS named (id, place) JOIN users USING (id)
                     ORDER BY named.place) AS mentions,
               ARRAY(SELECT reaction.emoji
                     FROM unnest(r.reaction_emojis, r.reaction_users) WITH ORDINALITY AS reaction (emoji, id, place)
                              JOIN users USING (id)
                     ORDER BY reaction.place) AS emojis,
               ARRAY(SELECT users.id
                     FROM unnest(r.reaction_users) WITH ORDINALITY AS reaction (id, place) JOIN users USING (id)
                     ORDER BY reaction.place) AS reacting,
               u.username, u.full_name, u.avatar_id
        FROM chat_reports r LEFT JOIN users u ON u.id = r.author_id
        """;

    private final JdbcOperations database;

    ReportStatements(JdbcOperations database) {
        this.database = database;
    }

    /** Stores nothing if the user has reported the message before. */
    @OnTable(value = "chat_reports", operation = "INSERT")
    void insert(Report report, @Nullable MessageId replyTo) {
        Message message = report.message();
        database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
                statement.setObject(1, report.id().value());
                statement.setString(2, report.room().value());
                statement.setObject(3, message.id().value());
                statement.setLong(4, message.seq());
                statement.setObject(
                        5,
                        message.author() == null ? null : message.author().id().value());
                statement.setString(
                        6,
                        message.originalName() == null
                                ? null
                                : message.originalName().value());
                statement.setString(7, message.text().value());
                statement.setTimestamp(8, Timestamp.from(message.createdAt()));
                statement.setTimestamp(9, timestamp(message.state().editedAt()));
                statement.setArray(
                        10,
                        connection.createArrayOf(
                                "uuid",
                                message.state().mentions().stream()
                                        .map(UserId::value)
                                        .toArray()));
                statement.setObject(11, replyTo == null ? null : replyTo.value());
                statement.setArray(
                        12,
                        connection.createArrayOf(
                                "text",
                                message.state().reactions().stream()
                                        .flatMap(reaction ->
                                                Collections.nCopies(
                                                        reaction.count(),
                                                        reaction.emoji().value())
                                                        .stream())
                                        .toArray()));
                statement.setArray(
                        13,
                        connection.createArrayOf(
                                "uuid",
                                message.state().reactions().stream()
                                        .flatMap(reaction -> reaction.users().stream())
                                        .map(UserId::value)
                                        .toArray()));
                statement.setObject(14, message.id().value());
                statement.setString(15, report.reason().value());
                statement.setObject(16, report.reportedBy().value());
                statement.setTimestamp(17, Timestamp.from(report.createdAt()));
                return statement.executeUpdate();
            }
        });
    }

    List<Row> find(ReportId id) {
        return select("WHERE r.id = ?", id.value());
    }

    List<Row> find(MessageId message, UserId reportedBy) {
        return select("WHERE r.message_id = ? AND r.reported_by = ?", message.value(), reportedBy.value());
    }

    List<Row> list(@Nullable UserId moderator, @Nullable ReportStatus status, Position after, int limit) {
        StringBuilder where = new StringBuilder("WHERE (r.created_at, r.id) < (?, ?)");
        List<Object> values = new ArrayList<>();
        values.add(Timestamp.from(after.createdAt()));
        values.add(after.id().value());
        if (status != null) {
            where.append(status == ReportStatus.OPEN ? " AND r.action IS NULL" : " AND r.action IS NOT NULL");
        }
        if (moderator != null) {
            where.append("""
                 AND r.room_id IN (SELECT room_id FROM chat_members WHERE user_id = ? AND role IN ('moderator', 'owner'))\
                """);
            values.add(moderator.value());
        }
        where.append(" ORDER BY r.created_at DESC, r.id DESC LIMIT ?");
        values.add(limit);
        return select(where.toString(), values.toArray());
    }

    /** Resolves a report; returns 0 if it is not open. */
    @OnTable(value = "chat_reports", operation = "UPDATE")
    int resolve(ReportId id, ReportResolution resolution) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("""
                UPDATE chat_reports SET action = ?, note = ?, resolved_by = ?, resolved_at = ? WHERE id = ? AND action IS NULL\
                """)) {
                statement.setString(1, resolution.action().text());
                statement.setString(
                        2, resolution.note() == null ? null : resolution.note().value());
                statement.setObject(
                        3, resolution.by() == null ? null : resolution.by().value());
                statement.setTimestamp(4, Timestamp.from(resolution.at()));
                statement.setObject(5, id.value());
                return statement.executeUpdate();
            }
        });
    }

    private List<Row> select(String where, Object... values) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(SELECT + where)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                List<Row> rows = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        rows.add(row(row));
                    }
                }
                return rows;
            }
        });
    }

    private static Row row(ResultSet row) throws SQLException {
        UUID replyTo = row.getObject("reply_to", UUID.class);
        return new Row(
                new Report(
                        new ReportId(row.getObject("id", UUID.class)),
                        message(row),
                        new Reason(row.getString("reason")),
                        new UserId(row.getObject("reported_by", UUID.class)),
                        instant(row, "created_at"),
                        resolution(row)),
                row.getBoolean("has_files"),
                replyTo == null ? null : new MessageId(replyTo));
    }

    private static Message message(ResultSet row) throws SQLException {
        String originalName = row.getString("sender_name");
        OffsetDateTime editedAt = row.getObject("edited_at", OffsetDateTime.class);
        List<UserId> mentions = Arrays.stream((UUID[]) row.getArray("mentions").getArray())
                .map(UserId::new)
                .toList();
        return new Message(
                new MessageId(row.getObject("message_id", UUID.class)),
                new RoomId(row.getString("room_id")),
                row.getLong("seq"),
                author(row),
                new MessageText(row.getString("content")),
                List.of(),
                null,
                instant(row, "sent_at"),
                originalName == null ? null : new FullName(originalName),
                new MessageState(
                        editedAt == null ? null : editedAt.toInstant(), false, mentions, reactions(row), null));
    }

    private static List<Reaction> reactions(ResultSet row) throws SQLException {
        String[] emojis = (String[]) row.getArray("emojis").getArray();
        UUID[] users = (UUID[]) row.getArray("reacting").getArray();
        Map<String, List<UserId>> reacting = new LinkedHashMap<>();
        for (int i = 0; i < emojis.length; i++) {
            reacting.computeIfAbsent(emojis[i], _ -> new ArrayList<>()).add(new UserId(users[i]));
        }
        return reacting.entrySet().stream()
                .map(reaction -> new Reaction(new Emoji(reaction.getKey()), List.copyOf(reaction.getValue())))
                .toList();
    }

    private static @Nullable Participant author(ResultSet row) throws SQLException {
        UUID id = row.getObject("author_id", UUID.class);
        UUID avatar = row.getObject("avatar_id", UUID.class);
        return id == null
                ? null
                : new Participant(
                        new UserId(id),
                        new Username(row.getString("username")),
                        new FullName(row.getString("full_name")),
                        avatar == null ? null : new AvatarId(avatar));
    }

    private static @Nullable ReportResolution resolution(ResultSet row) throws SQLException {
        String action = row.getString("action");
        String note = row.getString("note");
        UUID resolver = row.getObject("resolved_by", UUID.class);
        return action == null
                ? null
                : new ReportResolution(
                        ReportAction.of(action),
                        note == null ? null : new Reason(note),
                        resolver == null ? null : new UserId(resolver),
                        instant(row, "resolved_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant time) {
        return time == null ? null : Timestamp.from(time);
    }
}
