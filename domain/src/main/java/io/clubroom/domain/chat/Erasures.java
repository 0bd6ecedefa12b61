package io.clubroom.domain.chat;

import java.util.List;

/**
 * Erases users who were removed from the rooms that they were in, or have written in, step by step. Several nodes may do so at the same time.
 *
 * <p>Every method throws {@link io.clubroom.domain.Unavailable} if the store is unreachable; what was not done is the next time.
 */
public interface Erasures {
    /** Stores a {@link RoomChange.UserErased} in some of the rooms that have none yet, at most {@code limit}. */
    List<RoomChange.UserErased> tell(int limit);

    /**
     * Removes the user from some of the messages, and some of the reactions, mentions and earlier texts, at most {@code limit} of each.
     *
     * @return whether something may be left
     */
    boolean clean(int limit);
}
