package io.clubroom.domain.chat;

import java.util.Optional;

/**
 * Stores direct rooms: at most one for each set of users, also under concurrency.
 *
 * <p>Every method throws {@link io.clubroom.domain.Unavailable} if the store is unreachable.
 */
public interface DirectRooms {
    Optional<RoomId> find(DirectUsers users);

    /** Stores a new direct room without members. Returns false if these users already have one. */
    boolean add(Room room, DirectUsers users);
}
