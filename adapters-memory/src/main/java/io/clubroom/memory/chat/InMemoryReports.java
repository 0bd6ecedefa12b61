package io.clubroom.memory.chat;

import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageState;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.Reaction;
import io.clubroom.domain.chat.ReplyPreview;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.moderation.Report;
import io.clubroom.domain.chat.moderation.ReportId;
import io.clubroom.domain.chat.moderation.ReportResolution;
import io.clubroom.domain.chat.moderation.ReportStatus;
import io.clubroom.domain.chat.moderation.Reports;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.UndoableMap;
import io.clubroom.memory.user.InMemoryUsers;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reports of messages in {@link InMemoryMessages}, in memory. */
public final class InMemoryReports implements Reports {
    private static final Comparator<Position> NEWEST_FIRST = Comparator.comparing(Position::createdAt)
            // As PostgreSQL compares ids.
            .thenComparing(position -> position.id().toString())
            .reversed();

    private final InMemoryTransactions transactions;
    private final InMemoryRooms rooms;
    private final InMemoryUsers users;
    private final InMemoryMessages messages;
    private final UndoableMap<ReportId, Report> reports;

    public InMemoryReports(InMemoryRooms rooms, InMemoryUsers users, InMemoryMessages messages) {
        this.transactions = rooms.transactions();
        this.rooms = rooms;
        this.users = users;
        this.messages = messages;
        this.reports = new UndoableMap<>(transactions);
        rooms.onRemoval(room -> reports.removeIf((_, report) -> report.room().equals(room)));
        users.onRemoval(this::forget);
        messages.reportedBy(this::isReported);
    }

    private boolean isReported(MessageId message) {
        return reports.values().anyMatch(report -> report.message().id().equals(message));
    }

    @Override
    public Report add(Report report) {
        return transactions.call(() -> {
            Optional<Report> earlier = reports.values()
                    .filter(other ->
                            other.message().id().equals(report.message().id())
                                    && other.reportedBy().equals(report.reportedBy()))
                    .findFirst();
            if (earlier.isEmpty()) {
                reports.set(report.id(), report);
            }
            return complete(earlier.orElse(report));
        });
    }

    @Override
    public Optional<Report> find(ReportId id) {
        return transactions.call(() -> Optional.ofNullable(reports.get(id)).map(this::complete));
    }

    @Override
    public List<Report> list(
            @Nullable UserId moderator, @Nullable ReportStatus status, @Nullable Position after, int limit) {
        return transactions.call(() -> reports.values()
                .filter(report -> moderator == null || isModerator(moderator, report.room()))
                .filter(report -> status == null || report.status() == status)
                .filter(report -> after == null || NEWEST_FIRST.compare(after, position(report)) < 0)
                .sorted(Comparator.comparing(InMemoryReports::position, NEWEST_FIRST))
                .limit(limit)
                .map(this::complete)
                .toList());
    }

    @Override
    public boolean isModerator(UserId user) {
        return transactions.call(() -> rooms.after(null).anyMatch(room -> room.isModeratedBy(user)));
    }

    private boolean isModerator(UserId user, RoomId id) {
        InMemoryRooms.Contents room = rooms.contents(id);
        return room != null && room.isModeratedBy(user);
    }

    @Override
    public Optional<RoomId> roomOf(FileId file) {
        return transactions.call(() -> messages.withFile(file)
                .filter(message -> isReported(message.id()))
                .map(message -> message.draft().room()));
    }

    @Override
    public boolean resolve(ReportId id, ReportResolution resolution) {
        return transactions.call(() -> {
            Report report = reports.get(id);
            if (report == null || report.status() != ReportStatus.OPEN) {
                return false;
            }
            reports.set(id, report.resolved(resolution));
            return true;
        });
    }

    /** Removes the reports by a deleted user, and the user from other reports, like foreign keys in SQL. */
    private void forget(UserId user) {
        List<Report> own = reports.values()
                .filter(report -> report.reportedBy().equals(user))
                .toList();
        own.forEach(report -> reports.set(report.id(), null));
        own.forEach(report ->
                messages.reportsRemoved(report.room(), report.message().id()));
        for (Report report : reports.values().toList()) {
            ReportResolution resolution = report.resolution();
            if (resolution != null && user.equals(resolution.by())) {
                reports.set(
                        report.id(),
                        report.resolved(
                                new ReportResolution(resolution.action(), resolution.note(), null, resolution.at())));
            }
        }
    }

    /** Adds the current state of the author and of the replied-to message. */
    private Report complete(Report report) {
        Message message = report.message();
        User author = message.author() == null
                ? null
                : users.find(message.author().id()).orElse(null);
        MessageState state = message.state();
        Message present = new Message(
                message.id(),
                message.room(),
                message.seq(),
                author == null ? null : Participant.of(author),
                message.text(),
                author == null ? List.of() : message.attachments(),
                null,
                message.createdAt(),
                message.originalName(),
                new MessageState(
                        state.editedAt(),
                        false,
                        state.mentions().stream()
                                .filter(user -> users.find(user).isPresent())
                                .toList(),
                        state.reactions().stream()
                                .map(reaction -> new Reaction(
                                        reaction.emoji(),
                                        reaction.users().stream()
                                                .filter(user -> users.find(user).isPresent())
                                                .toList()))
                                .filter(reaction -> reaction.count() > 0)
                                .toList(),
                        replyTo(message.room(), state.replyTo())));
        return new Report(
                report.id(), present, report.reason(), report.reportedBy(), report.createdAt(), report.resolution());
    }

    private @Nullable ReplyPreview replyTo(RoomId room, @Nullable ReplyPreview before) {
        MessageId id = before == null ? null : before.id();
        return id == null ? null : messages.find(room, id).map(ReplyPreview::of).orElse(null);
    }

    private static Position position(Report report) {
        return new Position(report.createdAt(), report.id());
    }
}
