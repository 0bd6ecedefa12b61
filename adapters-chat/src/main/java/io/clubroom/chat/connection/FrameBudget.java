package io.clubroom.chat.connection;

import io.clubroom.chat.frame.ClientFrame;

/**
 * Limits the rate of frames, of any kind, from a client: a token bucket whose capacity is twice the number of tokens added per second. The
 * first {@code authorization} and the first {@code connect} are free, so that a client can send a full burst after entering a room. Not
 * thread-safe.
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

    /** Takes a token; returns false if there is none. */
    boolean tryAcquire(long nanoTime) {
        tokens = Math.min(2.0 * perSecond, tokens + (nanoTime - lastRefill) / NANOS_PER_SECOND * perSecond);
        lastRefill = nanoTime;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    /** Takes a token for this frame unless the frame is free; returns false if there is none. */
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
