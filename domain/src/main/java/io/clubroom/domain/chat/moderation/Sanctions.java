package io.clubroom.domain.chat.moderation;

import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stores mutes and bans, which {@link io.clubroom.domain.chat.RoomStandings} and {@link io.clubroom.domain.chat.Messages} obey. Those of a
 * user are removed when the user becomes an administrator, in the same transaction.
 *
 * <p>Every method throws {@link io.clubroom.domain.Unavailable} if the store is unreachable.
 */
public interface Sanctions {
    /**
     * What a sanction was before it was lifted.
     *
     * @param until when it would have ended; null if it would not have ended by itself
     * @param reason why it was set
     */
    record Lifted(@Nullable Instant until, Reason reason) {}

    /**
     * Locks a room until the current transaction ends: until then nobody stores messages there, or changes of them, so that afterwards
     * nothing is stored that a sanction of the transaction forbids. This lock comes before those of users, also that of the actor. Does
     * nothing if there is no such room.
     */
    void lock(RoomId room);

    /** Stores a sanction in place of an earlier one of this kind. The caller has the {@link #lock}, and the room and the user exist. */
    void set(Sanction sanction);

    /** Removes a sanction. Returns empty if the user had none at this time. The caller has the {@link #lock}. */
    Optional<Lifted> lift(RoomId room, UserId user, Sanction.Kind kind, Instant now);
}
