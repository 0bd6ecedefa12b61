package io.clubroom.persistence;

import io.clubroom.domain.Unavailable;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every use of the database passes through. While the database is away it refuses at once, with {@link Unavailable}, so
 * that nobody waits for what is not there; {@link DatabaseWatch} opens and closes it.
 */
@Singleton
public final class DatabaseGate {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseGate.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Semaphore suspicions = new Semaphore(0);
    private volatile boolean up = true;
    private final AtomicInteger outages = new AtomicInteger();
    private volatile long lastAnswer = System.nanoTime();

    /** Whether the database answered when it was last asked. */
    public boolean up() {
        return up;
    }

    /** How often the database has gone away. */
    int outages() {
        return outages.get();
    }

    /** Does the work unless the database is away; a failure that is an outage becomes {@link Unavailable}. */
    <R extends @Nullable Object> R pass(Supplier<R> work) {
        if (!up) {
            throw unavailable(null);
        }
        try {
            R result = work.get();
            lastAnswer = System.nanoTime();
            return result;
        } catch (Unavailable inner) {
            throw inner;
        } catch (RuntimeException failure) {
            if (Outages.isOutage(failure)) {
                suspect();
                throw unavailable(failure);
            }
            throw failure;
        }
    }

    /** Whether no work has passed with success for this long. */
    boolean silentFor(Duration time) {
        return System.nanoTime() - lastAnswer > time.toNanos();
    }

    void open() {
        if (!up) {
            LOG.info("The database is back");
            up = true;
        }
    }

    void close(Throwable reason) {
        if (up) {
            LOG.warn("The database is away: {}", reason.getMessage());
            up = false;
            outages.incrementAndGet();
        }
    }

    /** Somebody got no answer: whoever watches should look at once. */
    void suspect() {
        suspicions.release();
    }

    /** Returns after the time, or as soon as somebody got no answer. */
    void awaitSuspicion(Duration time) throws InterruptedException {
        if (suspicions.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS)) {
            suspicions.drainPermits();
        }
    }

    private static Unavailable unavailable(@Nullable Throwable cause) {
        return new Unavailable(
                Unavailable.What.DATABASE, RETRY_AFTER, "the database cannot be reached or does not answer", cause);
    }
}
