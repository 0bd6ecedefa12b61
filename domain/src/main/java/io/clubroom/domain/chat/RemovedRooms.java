package io.clubroom.domain.chat;

/**
 * Removes the remaining data of {@linkplain Rooms#remove removed} rooms, which are not visible any more.
 *
 * <p>Every method throws {@link io.clubroom.domain.Unavailable} if the store is unreachable.
 */
public interface RemovedRooms {
    /**
     * Durably removes some of the remaining data of a room, after waiting for others that are doing so. Returns whether there is more.
     *
     * @param limit the maximum number of messages and of other items that are removed separately, in total
     */
    boolean clear(RoomId id, int limit);

    /** Removes some of the remaining data of any room that nobody else is clearing. Returns false if there is no such room. */
    boolean clearNext(int limit);
}
