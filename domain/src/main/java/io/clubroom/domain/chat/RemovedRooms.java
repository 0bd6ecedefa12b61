package io.clubroom.domain.chat;

/**
 * Removes what is left of {@linkplain Rooms#remove removed} rooms, which nobody sees any more.
 *
 * <p>Every method throws {@link io.clubroom.domain.Unavailable} if the store is unreachable.
 */
public interface RemovedRooms {
    /**
     * Removes some of what is left of a room, durably; others who do so are waited for. Returns whether there is more.
     *
     * @param limit of messages, and of what else is removed by itself, together
     */
    boolean clear(RoomId id, int limit);

    /** Removes some of what is left of any room that nobody else is clearing. Returns false if there is none. */
    boolean clearNext(int limit);
}
