package io.clubroom.web.limit;

import java.util.concurrent.TimeUnit;

/**
 * The state of a client's quota after a request.
 *
 * @param passed whether the request was within the limit
 * @param remaining the number of requests left in the window
 * @param nanosToReset the time until the full quota is available again
 */
record QuotaStatus(Limit limit, boolean passed, long remaining, long nanosToReset) {
    /** Rounded up, so that a client that waits this long is not refused again. */
    long secondsToReset() {
        return Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanosToReset + TimeUnit.SECONDS.toNanos(1) - 1));
    }

    /** The value of the {@code RateLimit} header. */
    String rateLimit() {
        return '"' + limit.name() + "\";r=" + remaining + ";t=" + secondsToReset();
    }
}
