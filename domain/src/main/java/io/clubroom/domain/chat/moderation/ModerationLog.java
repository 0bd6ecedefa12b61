package io.clubroom.domain.chat.moderation;

import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An audit log of moderators' actions, for the operators of the server. */
public interface ModerationLog {
    enum Act {
        MUTED,
        MUTE_LIFTED,
        BANNED,
        BAN_LIFTED,
        /** A message was deleted by somebody other than its author. */
        MESSAGE_DELETED
    }

    /**
     * An action of a moderator.
     *
     * @param user the user affected; null for a message whose author was deleted
     * @param message the deleted message; null for other actions
     * @param until when the mute or ban ends, or would have ended had it not been lifted; null if it has no end
     * @param reason null if none was given; for a lifted mute or ban, the reason for which it was set
     */
    record Entry(
            Act act,
            UserId actor,
            @Nullable UserId user,
            RoomId room,
            @Nullable MessageId message,
            @Nullable Instant until,
            @Nullable Reason reason) {}

    /** Records an action that has been stored. Does not throw. */
    void record(Entry entry);
}
