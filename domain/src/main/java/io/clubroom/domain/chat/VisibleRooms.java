package io.clubroom.domain.chat;

import io.clubroom.domain.auth.Actor;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rooms that a user may read. The time this takes depends neither on the rooms that only others may read nor on the contents of
 * rooms.
 *
 * <p>Every method throws {@link io.clubroom.domain.Unavailable} if the store is unreachable.
 */
public interface VisibleRooms {
    /**
     * Returns up to {@code limit} rooms with higher ids than the given one, in the byte order of the ids.
     *
     * @param kind null for all kinds
     * @param after null to begin at the first
     */
    List<RoomSummary> list(Actor.SignedIn reader, @Nullable RoomKind kind, @Nullable RoomId after, int limit);

    /** Returns the room; empty if it does not exist or the reader may not see it. */
    Optional<RoomSummary> find(Actor.SignedIn reader, RoomId room);
}
