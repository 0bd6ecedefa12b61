package io.clubroom.domain.chat.moderation;

import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stores reports of messages, at most one for each user and message. A report keeps a copy of the message, and its files, even if the
 * message is edited or deleted. It is removed together with its room or with the user who made it.
 *
 * <p>Every method throws {@link io.clubroom.domain.Unavailable} if the store is unreachable.
 */
public interface Reports {
    /** The position of a report in the list, which is ordered newest first. */
    record Position(Instant createdAt, ReportId id) {}

    /**
     * Stores a report, unless the user has reported the message before. The message must not change meanwhile ({@link Sanctions#lock}).
     *
     * @return the stored report: this one or the earlier one
     */
    Report add(Report report);

    Optional<Report> find(ReportId id);

    /**
     * Returns up to {@code limit} reports after the position, newest first.
     *
     * @param moderator only reports of rooms of which this user is owner or moderator; null for all
     * @param status null for any
     * @param after null to begin at the newest
     */
    List<Report> list(@Nullable UserId moderator, @Nullable ReportStatus status, @Nullable Position after, int limit);

    /** Whether the user is owner or moderator of any room. */
    boolean isModerator(UserId user);

    /** Returns the room of the reported message that the file is attached to; empty if there is none. */
    Optional<RoomId> roomOf(FileId file);

    /** Stores the decision about a report. Returns false unless the report is open: of concurrent callers, only one resolves it. */
    boolean resolve(ReportId id, ReportResolution resolution);
}
