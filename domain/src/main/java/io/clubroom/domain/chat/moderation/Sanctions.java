package io.clubroom.domain.chat.moderation;

import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stores mutes and bans, which {@link io.clubroom.domain.chat.RoomStandings} and {@link io.clubroom.domain.chat.Messages} enforce. Those of
 * a user are removed in the transaction in which the user becomes an administrator.
 *
 * <p>Every method throws {@link io.clubroom.domain.Unavailable} if the store is unreachable.
 */
public interface Sanctions {
    /**
     * A sanction that was lifted.
     *
     * @param until when it would have ended; null if it had no end
     * @param reason the reason for which it was set
     */
    record Lifted(@Nullable Instant until, Reason reason) {}

    /**
     * Locks a room until the current transaction ends. Until then no messages or changes of messages are stored there, so nothing is stored
     * afterwards that a sanction set in this transaction forbids. This lock must be acquired before locks of users, including that of the
     * actor. Does nothing if there is no such room.
     */
    void lock(RoomId room);

    /**
     * Stores a sanction in place of an earlier one of this kind. The caller must hold the {@link #lock}; the room and the user must exist.
     */
    void set(Sanction sanction);

    /** Removes a sanction. Returns empty if the user has none at this time. The caller must hold the {@link #lock}. */
    Optional<Lifted> lift(RoomId room, UserId user, Sanction.Kind kind, Instant now);
}
