package io.clubroom.domain.chat;

import java.util.Optional;

/**
 * Stores direct rooms: at most one for each set of people, under any concurrency.
 *
 * <p>Every method throws {@link io.clubroom.domain.Unavailable} if the store is unreachable.
 */
public interface DirectRooms {
    Optional<RoomId> find(DirectUsers users);

    /** Stores a new direct room without members. Returns false if there is one of these people. */
    boolean add(Room room, DirectUsers users);
}
