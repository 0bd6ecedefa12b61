package io.clubroom.domain.chat;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All rooms.
 *
 * <p>Every method throws {@link io.clubroom.domain.Unavailable} when the store cannot be reached.
 */
public interface Rooms {
    /** At most {@code limit} rooms by the bytes of their ids, behind the given one. */
    List<Room> list(@Nullable RoomId after, int limit);

    /** Stores a new room, or returns false and stores nothing if there is one with this id. */
    boolean add(Room room);

    /** Removes the room with everything said in it, or returns false if there is none. */
    boolean remove(RoomId id);

    /** How far each of these rooms has come: the {@link Message#seq()} of its last message, 0 before the first; those that do not exist are left out. */
    Map<RoomId, Long> reached(Collection<RoomId> ids);
}
