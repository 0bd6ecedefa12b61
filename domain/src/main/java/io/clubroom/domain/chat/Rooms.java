package io.clubroom.domain.chat;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/**
 * Stores rooms.
 *
 * <p>Every method throws {@link io.clubroom.domain.Unavailable} if the store is unreachable.
 */
public interface Rooms {
    /**
     * Where a room's messages and changes end.
     *
     * @param createdAt tells a room from an earlier one with the same id
     * @param lastSeq {@link Message#seq()} of the last message, 0 if there is none
     * @param lastChange {@link RoomChange#change()} of the last change, 0 if there is none
     */
    record Reached(Instant createdAt, long lastSeq, long lastChange) {}

    /** Stores a new room. Returns false if the id is taken, also by a room of which {@link RemovedRooms} has not removed all. */
    boolean add(Room room);

    /** Gives the room another name. Returns false if there is no such room. */
    boolean rename(RoomId id, RoomName name);

    /** Removes the room. Its messages may be left to {@link RemovedRooms}; nobody sees them any more. Returns false if there is no such room. */
    boolean remove(RoomId id);

    /** Returns where the messages of each room end. Rooms that do not exist are left out. */
    Map<RoomId, Reached> reached(Collection<RoomId> ids);

    /** The place of a message in a room, which may not have as many. */
    record Place(RoomId room, long seq) {}

    /**
     * Returns the {@link RoomChange#change()} of the messages at these places; of one that the room does not have, the number that it will
     * have if nothing but messages comes before it.
     */
    Map<Place, Long> changesAt(Collection<Place> places);
}
