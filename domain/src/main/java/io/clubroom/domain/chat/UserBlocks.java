package io.clubroom.domain.chat;

import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stores which users have blocked which others. A block ends when one of the two users is removed.
 *
 * <p>Every method throws {@link io.clubroom.domain.Unavailable} if the store is unreachable.
 */
public interface UserBlocks {
    /** @param since in microseconds, the precision of the store */
    record Block(Participant blocked, Instant since) {
        public Position position() {
            return new Position(since, blocked.id());
        }
    }

    /** The position of a block in the list of a user's blocks. */
    record Position(Instant since, UserId blocked) {}

    /** Does nothing if one of the users does not exist, or if the block already exists. */
    void add(UserId blocker, UserId blocked, Instant now);

    /** Does nothing if there is no such block. */
    void remove(UserId blocker, UserId blocked);

    boolean exists(UserId blocker, UserId blocked);

    /**
     * Returns the blocks of a user, latest first.
     *
     * @param after null to begin at the first
     */
    List<Block> list(UserId blocker, @Nullable Position after, int limit);
}
