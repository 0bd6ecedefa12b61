package io.clubroom.persistence.chat;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageState;
import io.clubroom.domain.chat.ReplyPreview;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.moderation.Report;
import io.clubroom.domain.chat.moderation.ReportId;
import io.clubroom.domain.chat.moderation.ReportResolution;
import io.clubroom.domain.chat.moderation.ReportStatus;
import io.clubroom.domain.chat.moderation.Reports;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.file.FileRow;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reports in PostgreSQL, each stored with a copy of its message. */
@Singleton
public final class JdbcReports implements Reports {
    /** A position before the newest report. */
    private static final Position START =
            new Position(Instant.parse("9999-12-31T23:59:59Z"), new ReportId(new UUID(-1, -1)));

    private final ReportStatements statements;
    private final ReportRows rows;
    private final MessageParts parts;

    JdbcReports(ReportStatements statements, ReportRows rows, MessageParts parts) {
        this.statements = statements;
        this.rows = rows;
        this.parts = parts;
    }

    @Override
    public Report add(Report report) {
        Message message = report.message();
        ReplyPreview replyTo = message.state().replyTo();
        statements.insert(report, replyTo == null ? null : replyTo.id());
        return complete(statements.find(message.id(), report.reportedBy())).getFirst();
    }

    @Override
    public Optional<Report> find(ReportId id) {
        return complete(statements.find(id)).stream().findFirst();
    }

    @Override
    public List<Report> list(
            @Nullable UserId moderator, @Nullable ReportStatus status, @Nullable Position after, int limit) {
        return complete(statements.list(moderator, status, after == null ? START : after, limit));
    }

    @Override
    public boolean isModerator(UserId user) {
        return rows.countModerated(user.value()) > 0;
    }

    @Override
    public Optional<RoomId> roomOf(FileId file) {
        return rows.roomOf(file.value()).map(RoomId::new);
    }

    @Override
    public boolean resolve(ReportId id, ReportResolution resolution) {
        return statements.resolve(id, resolution) == 1;
    }

    /** Adds attachments and previews of replied-to messages. */
    private List<Report> complete(List<ReportStatements.Row> found) {
        String[] withFiles = found.stream()
                .filter(ReportStatements.Row::hasFiles)
                .map(row -> row.report().id().toString())
                .toArray(String[]::new);
        Map<UUID, List<StoredFile>> files = withFiles.length == 0
                ? Map.of()
                : rows.files(withFiles).stream()
                        .collect(groupingBy(FileRow::messageId, mapping(FileRow::toFile, toList())));
        Map<MessageId, ReplyPreview> replies = parts.replies(found.stream()
                .map(ReportStatements.Row::replyTo)
                .filter(Objects::nonNull)
                .map(MessageId::toString)
                .distinct()
                .toArray(String[]::new));
        return found.stream().map(row -> complete(row, files, replies)).toList();
    }

    private static Report complete(
            ReportStatements.Row row, Map<UUID, List<StoredFile>> files, Map<MessageId, ReplyPreview> replies) {
        Report report = row.report();
        Message message = report.message();
        MessageState state = message.state();
        return new Report(
                report.id(),
                message.withAttachments(files.getOrDefault(report.id().value(), List.of()))
                        .withState(new MessageState(
                                state.editedAt(),
                                false,
                                state.mentions(),
                                state.reactions(),
                                row.replyTo() == null ? null : replies.get(row.replyTo()))),
                report.reason(),
                report.reportedBy(),
                report.createdAt(),
                report.resolution());
    }
}
