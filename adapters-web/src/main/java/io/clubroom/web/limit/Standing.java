package io.clubroom.web.limit;

import java.util.concurrent.TimeUnit;

/**
 * What is left of a limit after a request.
 *
 * @param passed whether it was within the limit
 * @param remaining how many more are
 * @param nanosToReset until when the quota is whole again
 */
record Standing(Limit limit, boolean passed, long remaining, long nanosToReset) {
    /** Rounded up: whoever comes back after as long is not too early. */
    long secondsToReset() {
        return Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanosToReset + TimeUnit.SECONDS.toNanos(1) - 1));
    }

    /** The item of a {@code RateLimit} header. */
    String rateLimit() {
        return '"' + limit.name() + "\";r=" + remaining + ";t=" + secondsToReset();
    }
}
