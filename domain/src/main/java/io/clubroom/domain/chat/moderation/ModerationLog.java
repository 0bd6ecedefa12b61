package io.clubroom.domain.chat.moderation;

import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Records what moderators have done to others, for those who run the server. */
public interface ModerationLog {
    enum Act {
        MUTED,
        MUTE_LIFTED,
        BANNED,
        BAN_LIFTED,
        /** Somebody other than the author has deleted a message. */
        MESSAGE_DELETED
    }

    /**
     * What was done.
     *
     * @param user to whom; null for the message of a user who was deleted
     * @param message null unless one was deleted
     * @param until when it ends, or would have ended had it not been lifted; null if it does not end by itself
     * @param reason null if none was given; of what was lifted, why it was set
     */
    record Entry(
            Act act,
            UserId actor,
            @Nullable UserId user,
            RoomId room,
            @Nullable MessageId message,
            @Nullable Instant until,
            @Nullable Reason reason) {}

    /** Records what is stored. Does not throw. */
    void record(Entry entry);
}
