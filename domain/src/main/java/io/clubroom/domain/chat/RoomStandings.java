package io.clubroom.domain.chat;

import io.clubroom.domain.auth.Actor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the standings of users in rooms. */
public interface RoomStandings {
    /** A user in a room. */
    record Key(Actor.SignedIn actor, RoomId room) {}

    /**
     * Returns the current standings; rooms that do not exist are left out. A room that the user may not see takes as long as one that does
     * not exist.
     *
     * @throws io.clubroom.domain.Unavailable if the store is unreachable
     */
    Map<Key, RoomStanding> of(List<Key> keys);

    /** As {@link #of(List)}; null if the room does not exist. */
    default @Nullable RoomStanding of(Actor.SignedIn actor, RoomId room) {
        Key key = new Key(actor, room);
        return of(List.of(key)).get(key);
    }
}
