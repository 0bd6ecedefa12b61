package io.clubroom.domain;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Thrown if a resource that the server needs is temporarily unavailable; the caller may retry after {@link #retryAfter()}. */
public final class Unavailable extends RuntimeException {
    /** The unavailable resource. */
    public enum What {
        /** The database is unreachable or did not answer in time. */
        DATABASE,
        /** The store of files is unreachable or did not answer in time. */
        FILES,
        /** The queue for this kind of work is full. */
        CAPACITY
    }

    private final What what;
    private final Duration retryAfter;

    public Unavailable(What what, Duration retryAfter, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.what = what;
        this.retryAfter = retryAfter;
    }

    public What what() {
        return what;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
