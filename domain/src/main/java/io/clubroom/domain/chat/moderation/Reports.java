package io.clubroom.domain.chat.moderation;

import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stores reports of messages, one of a user and message at most. They keep what the message was, and its files, whatever
 * becomes of it, and go with their room, and with the user who reported.
 *
 * <p>Every method throws {@link io.clubroom.domain.Unavailable} if the store is unreachable.
 */
public interface Reports {
    /** The place of a report in the list, which begins with the newest. */
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
     * @param after null begins at the newest
     */
    List<Report> list(@Nullable UserId moderator, @Nullable ReportStatus status, @Nullable Position after, int limit);

    /** Whether the user is owner or moderator of any room. */
    boolean isModerator(UserId user);

    /** Returns the room of the reported message that the file is attached to; empty if there is none. */
    Optional<RoomId> roomOf(FileId file);

    /** Stores what was decided about a report. Returns false unless it is open: of concurrent callers, one resolves it. */
    boolean resolve(ReportId id, ReportResolution resolution);
}
