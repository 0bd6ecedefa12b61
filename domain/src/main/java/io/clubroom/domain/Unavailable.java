package io.clubroom.domain;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Something the server needs cannot be had now; the caller may try again after {@link #retryAfter()}. */
public final class Unavailable extends RuntimeException {
    /** What cannot be had. */
    public enum What {
        /** The database cannot be reached, or does not answer in time. */
        DATABASE,
        /** The server has more work of this kind than it takes on. */
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
