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
 * A circuit breaker around every use of the database: while the database is unreachable, calls fail at once with {@link Unavailable}.
 * {@link DatabaseWatch} updates its state.
 */
@Singleton
public final class DatabaseGate {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseGate.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Semaphore checkRequests = new Semaphore(0);
    private volatile boolean up = true;
    private final AtomicInteger outages = new AtomicInteger();
    private volatile long lastAnswer = System.nanoTime();

    /** Whether the database answered the last check. */
    public boolean up() {
        return up;
    }

    /** The number of outages so far. */
    int outages() {
        return outages.get();
    }

    /** Runs the work; throws {@link Unavailable} if the database is unreachable or the work fails because of an outage. */
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
                requestCheck();
                throw unavailable(failure);
            }
            throw failure;
        }
    }

    /** Whether no work has succeeded for this long. */
    boolean hadNoSuccessFor(Duration time) {
        return System.nanoTime() - lastAnswer > time.toNanos();
    }

    void markUp() {
        if (!up) {
            LOG.info("Database reachable again");
            up = true;
        }
    }

    void markDown(Throwable reason) {
        if (up) {
            LOG.warn("Database unreachable: {}", reason.getMessage());
            up = false;
            outages.incrementAndGet();
        }
    }

    /** Asks the watch to check the database at once. */
    void requestCheck() {
        checkRequests.release();
    }

    /** Returns after the time, or as soon as a check is requested. */
    void awaitCheckRequest(Duration time) throws InterruptedException {
        if (checkRequests.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS)) {
            checkRequests.drainPermits();
        }
    }

    private static Unavailable unavailable(@Nullable Throwable cause) {
        return new Unavailable(
                Unavailable.What.DATABASE, RETRY_AFTER, "the database is unreachable or does not answer", cause);
    }
}
