package io.clubroom.domain.chat;

import java.util.List;

/**
 * Erases removed users from the rooms that they were in or have written in, step by step. Several nodes may do so concurrently.
 *
 * <p>Every method throws {@link io.clubroom.domain.Unavailable} if the store is unreachable; the next call does what was left.
 */
public interface Erasures {
    /** Stores a {@link RoomChange.UserErased} in at most {@code limit} of the rooms that have none yet. */
    List<RoomChange.UserErased> tell(int limit);

    /**
     * Removes such users from messages, reactions, mentions and earlier texts, at most {@code limit} of each.
     *
     * @return whether more may be left
     */
    boolean clean(int limit);
}
