package io.clubroom.bcrypt;

import io.clubroom.domain.password.HashRequester;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives every hash a turn, so that addresses and users with waiting hashes are served alternately (start-time fair queueing): the
 * turn of a hash is one after that of the same address and the same user before it, and after those that are being computed.
 *
 * <p>Only addresses and users with hashes that wait or are computed are in memory. Not thread-safe.
 */
final class Turns {
    private static final class Backlog {
        private long last;
        private int hashes;
    }

    private final Map<Object, Backlog> backlogs = new HashMap<>();
    private long begun;

    /** The turn that the next hash of the requester would get. */
    long next(HashRequester requester) {
        long last = begun;
        for (Object key : keys(requester)) {
            Backlog backlog = backlogs.get(key);
            last = backlog == null ? last : Math.max(last, backlog.last);
        }
        return last + 1;
    }

    /** Assigns the {@link #next} turn. */
    void take(HashRequester requester, long turn) {
        for (Object key : keys(requester)) {
            Backlog backlog = backlogs.computeIfAbsent(key, _ -> new Backlog());
            backlog.last = turn;
            backlog.hashes++;
        }
    }

    /** The hash with this turn is being computed. */
    void begin(long turn) {
        begun = Math.max(begun, turn);
    }

    /** The hash with this turn is computed or will not be. */
    void leave(HashRequester requester, long turn) {
        for (Object key : keys(requester)) {
            backlogs.computeIfPresent(key, (_, backlog) -> {
                // A hash that was removed from the end of the backlog leaves its turn to the next one.
                backlog.last = backlog.last == turn ? turn - 1 : backlog.last;
                return --backlog.hashes == 0 ? null : backlog;
            });
        }
    }

    /** The number of addresses and users in memory. */
    int size() {
        return backlogs.size();
    }

    private static List<Object> keys(HashRequester requester) {
        return requester.user() == null ? List.of(requester.address()) : List.of(requester.address(), requester.user());
    }
}
