package io.clubroom.persistence;

import io.clubroom.domain.Unavailable;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A circuit breaker around every use of the database. While the database is unreachable, calls fail immediately with {@link Unavailable};
 * while it is read-only, changes do. {@link DatabaseWatch} updates its state.
 */
@Singleton
public final class DatabaseGate {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseGate.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Semaphore checkRequests = new Semaphore(0);
    private volatile DatabaseState state = DatabaseState.UP;

    /** Whether a check, and not only a statement, has found the database to be read-only. */
    private volatile boolean refusesChanges;

    private volatile int outages;
    private volatile long lastAnswer = System.nanoTime();
    private volatile long lastFailureToStore = System.nanoTime();

    public DatabaseState state() {
        return state;
    }

    /** Whether the database answered the last check. It may be read-only. */
    boolean up() {
        return state != DatabaseState.DOWN;
    }

    /** The number of outages so far. */
    int outages() {
        return outages;
    }

    /**
     * Runs work that may change data. Throws {@link Unavailable} if the database is unreachable, if the work fails because of an outage, or
     * immediately if a check has found the database to be read-only.
     */
    <R extends @Nullable Object> R passChange(Supplier<R> work) {
        if (refusesChanges) {
            throw unavailable(null);
        }
        return pass(work);
    }

    /** Runs work that only reads. Throws {@link Unavailable} if the database is unreachable or the work fails because of an outage. */
    <R extends @Nullable Object> R pass(Supplier<R> work) {
        if (!up()) {
            throw unavailable(null);
        }
        try {
            R result = work.get();
            lastAnswer = System.nanoTime();
            return result;
        } catch (Unavailable inner) {
            throw inner;
        } catch (RuntimeException failure) {
            Outages.Outage outage = Outages.of(failure).orElseThrow(() -> failure);
            switch (outage.scope()) {
                case STATEMENT -> LOG.warn("Statement failed: {}", outage.message());
                case CONNECTION -> {
                    // The watch checks whether other connections fail too.
                }
                case CHANGES -> noteFailureToStore(outage);
            }
            requestCheck();
            throw unavailable(failure);
        }
    }

    private synchronized void noteFailureToStore(Outages.Outage outage) {
        lastFailureToStore = System.nanoTime();
        if (up()) {
            enter(DatabaseState.READ_ONLY, outage.message());
        }
    }

    /** Whether no work has succeeded for this long. */
    boolean hadNoSuccessFor(Duration time) {
        return System.nanoTime() - lastAnswer > time.toNanos();
    }

    /** Whether no change has failed to be stored for this long. */
    boolean hadNoFailureToStoreFor(Duration time) {
        return System.nanoTime() - lastFailureToStore > time.toNanos();
    }

    synchronized void markUp() {
        refusesChanges = false;
        if (state != DatabaseState.UP) {
            LOG.info(state == DatabaseState.DOWN ? "Database reachable again" : "Database stores changes again");
            state = DatabaseState.UP;
        }
    }

    /** Records that a check found the database to be read-only or unable to store changes. */
    synchronized void markReadOnly(Throwable reason) {
        enter(DatabaseState.READ_ONLY, reason.getMessage());
        refusesChanges = true;
    }

    void markDown(Throwable reason) {
        enter(DatabaseState.DOWN, reason.getMessage());
    }

    private synchronized void enter(DatabaseState entered, @Nullable String reason) {
        if (state == entered) {
            return;
        }
        if (entered == DatabaseState.DOWN) {
            LOG.warn("Database unreachable: {}", reason);
            refusesChanges = false;
            outages++;
        } else {
            LOG.warn("Database stores no changes: {}", reason);
        }
        state = entered;
    }

    /** Requests an immediate check of the database. */
    void requestCheck() {
        checkRequests.release();
    }

    /** Waits for the time, or until a check is requested. */
    void awaitCheckRequest(Duration time) throws InterruptedException {
        if (checkRequests.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS)) {
            checkRequests.drainPermits();
        }
    }

    private static Unavailable unavailable(@Nullable Throwable cause) {
        return new Unavailable(
                Unavailable.What.DATABASE,
                RETRY_AFTER,
                "the database is unreachable, does not answer or stores no changes",
                cause);
    }
}
