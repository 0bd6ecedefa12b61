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
     * The last message and change of a room.
     *
     * @param createdAt distinguishes the room from an earlier one with the same id
     * @param lastSeq {@link Message#seq()} of the last message, 0 if there is none
     * @param lastChange {@link RoomChange#change()} of the last change, 0 if there is none
     */
    record Reached(Instant createdAt, long lastSeq, long lastChange) {}

    /**
     * Stores a new room. Returns false if the id is taken, which includes removed rooms that {@link RemovedRooms} has not cleared
     * completely.
     */
    boolean add(Room room);

    /** Renames the room. Returns false if there is no such room. */
    boolean rename(RoomId id, RoomName name);

    /**
     * Removes the room. Its messages may be left to {@link RemovedRooms}, but are not visible any more. Returns false if there is no such
     * room.
     */
    boolean remove(RoomId id);

    /** Returns the last message and change of each room. Rooms that do not exist are left out. */
    Map<RoomId, Reached> reached(Collection<RoomId> ids);

    /** The place of a message in a room; it may be after the last message. */
    record Place(RoomId room, long seq) {}

    /**
     * Returns the {@link RoomChange#change()} of the messages at these places; for a place after the last message, the number that its
     * message will have if only messages come before it.
     */
    Map<Place, Long> changesAt(Collection<Place> places);
}
