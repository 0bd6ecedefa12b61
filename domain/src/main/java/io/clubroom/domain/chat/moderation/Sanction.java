package io.clubroom.domain.chat.moderation;

import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A mute or ban of a user in a room.
 *
 * @param until when it ends, in microseconds; null if it has no end
 * @param setBy the moderator who set it
 * @param createdAt in microseconds, the precision of the store
 */
public record Sanction(
        RoomId room, UserId user, Kind kind, @Nullable Instant until, Reason reason, UserId setBy, Instant createdAt) {
    public enum Kind {
        /** The user cannot write. */
        MUTE,
        /** For the user, the room does not exist. */
        BAN
    }

    public boolean isOver(Instant now) {
        return until != null && !now.isBefore(until);
    }
}
