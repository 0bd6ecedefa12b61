package io.clubroom.chat.connection;

/** A token bucket that holds twice the tokens that are added in a second. Not thread-safe. */
final class RateLimit {
    private static final double NANOS_PER_SECOND = 1e9;

    private final int perSecond;
    private double tokens;
    private long lastRefill;

    RateLimit(int perSecond, long nanoTime) {
        this.perSecond = perSecond;
        this.tokens = 2.0 * perSecond;
        this.lastRefill = nanoTime;
    }

    /** Takes a token; false if there is none. */
    boolean tryAcquire(long nanoTime) {
        tokens = Math.min(2.0 * perSecond, tokens + (nanoTime - lastRefill) / NANOS_PER_SECOND * perSecond);
        lastRefill = nanoTime;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
