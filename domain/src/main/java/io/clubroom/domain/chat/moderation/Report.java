package io.clubroom.domain.chat.moderation;

import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageState;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user's report of a message.
 *
 * @param message the message as it was when it was reported, without its reactions and its {@code client_message_id}; its author and the
 *     message that it replies to are in their current state
 * @param createdAt in microseconds, the precision of the store
 * @param resolution null while the report is open
 */
public record Report(
        ReportId id,
        Message message,
        Reason reason,
        UserId reportedBy,
        Instant createdAt,
        @Nullable ReportResolution resolution) {
    /** Returns a new report of a message in its current state. */
    public static Report of(ReportId id, Message message, Reason reason, UserId reportedBy, Instant now) {
        MessageState state = message.state();
        Message copy = new Message(
                message.id(),
                message.room(),
                message.seq(),
                message.author(),
                message.text(),
                message.attachments(),
                null,
                message.createdAt(),
                message.originalName(),
                new MessageState(state.editedAt(), false, state.mentions(), state.reactions(), state.replyTo()));
        return new Report(id, copy, reason, reportedBy, now, null);
    }

    public RoomId room() {
        return message.room();
    }

    public ReportStatus status() {
        return resolution == null ? ReportStatus.OPEN : ReportStatus.RESOLVED;
    }

    public Report resolved(ReportResolution how) {
        return new Report(id, message, reason, reportedBy, createdAt, how);
    }
}
