package io.clubroom.chat.connection;

import io.clubroom.chat.frame.ClientFrame;

/**
 * How many frames, of whatever kind, a client may send: a token bucket that holds twice the tokens that are added in a second. The first
 * authorization and the first room are free, so that a client may send a whole burst when it has entered. Not thread-safe.
 */
final class FrameBudget {
    private static final double NANOS_PER_SECOND = 1e9;

    private final int perSecond;
    private double tokens;
    private long lastRefill;
    private boolean hasAuthorized;
    private boolean hasConnected;

    FrameBudget(int perSecond, long nanoTime) {
        this.perSecond = perSecond;
        this.tokens = 2.0 * perSecond;
        this.lastRefill = nanoTime;
    }

    /** Takes a token for a frame; false if there is none. */
    boolean tryAcquire(long nanoTime) {
        tokens = Math.min(2.0 * perSecond, tokens + (nanoTime - lastRefill) / NANOS_PER_SECOND * perSecond);
        lastRefill = nanoTime;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    /** Takes a token for this frame, unless it is free; false if there is none. */
    boolean tryAcquire(ClientFrame frame, long nanoTime) {
        if (frame instanceof ClientFrame.Authorization && !hasAuthorized) {
            hasAuthorized = true;
            return true;
        }
        if (frame instanceof ClientFrame.Connect && !hasConnected) {
            hasConnected = true;
            return true;
        }
        return tryAcquire(nanoTime);
    }
}
