package io.clubroom.persistence;

import io.clubroom.domain.Unavailable;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for the database during a start. */
public final class StartPatience {
    /** The same as the time that a start waits for the database before migrating it. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofMillis(100);

    private StartPatience() {}

    /** Repeats the work while the database is unavailable, for up to 30 seconds. */
    public static <R> R waitOutOutage(Supplier<R> work) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return work.get();
            } catch (Unavailable outage) {
                if (System.nanoTime() > deadline) {
                    throw outage;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
