package io.clubroom.chat.connection;

/** Lets so much pass in a second, and twice that at once after a silence. */
final class RateLimit {
    private static final double NANOS_PER_SECOND = 1e9;

    private final int perSecond;
    private double left;
    private long last;

    RateLimit(int perSecond, long nanoTime) {
        this.perSecond = perSecond;
        this.left = 2.0 * perSecond;
        this.last = nanoTime;
    }

    boolean passes(long nanoTime) {
        left = Math.min(2.0 * perSecond, left + (nanoTime - last) / NANOS_PER_SECOND * perSecond);
        last = nanoTime;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
