package io.clubroom.bootstrap.file;

import io.clubroom.domain.file.ContentStore;
import io.clubroom.domain.file.StorageFull;
import io.clubroom.web.health.HealthCheck;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks in the background whether the store of files can be read and written, so that a hanging store does not delay health responses. */
@Singleton
final class FilesCheck implements HealthCheck {
    private static final Logger LOG = LoggerFactory.getLogger(FilesCheck.class);
    private static final long FIRST_SECONDS = 1;

    /** A check that takes longer than any permitted call of a store means that the store hangs. */
    private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(45);

    private final ContentStore store;
    private final AtomicBoolean isRunning = new AtomicBoolean();
    private final AtomicLong finished = new AtomicLong();
    private final CountDownLatch first = new CountDownLatch(1);
    private volatile State found = State.UP;

    FilesCheck(ContentStore store) {
        this.store = store;
    }

    /** Starts a check unless one is in progress. */
    @Scheduled(fixedDelay = "10s")
    void begin() {
        if (isRunning.compareAndSet(false, true)) {
            Thread.ofVirtual().name("files-check").start(this::run);
        }
    }

    private void run() {
        try {
            note(look());
        } finally {
            isRunning.set(false);
        }
    }

    private State look() {
        try {
            store.check();
            return State.UP;
        } catch (StorageFull full) {
            return noted(State.READ_ONLY, full);
        } catch (RuntimeException unavailable) {
            return noted(State.DOWN, unavailable);
        }
    }

    private State noted(State state, RuntimeException cause) {
        if (found != state) {
            LOG.warn("The store of files is {}: {}", state == State.DOWN ? "unavailable" : "full", cause.getMessage());
        }
        return state;
    }

    private void note(State state) {
        if (state == State.UP && found != State.UP) {
            LOG.info("The store of files is available again");
        }
        found = state;
        finished.set(System.nanoTime());
        first.countDown();
    }

    @Override
    public String name() {
        return "files";
    }

    @Override
    public State state() {
        try {
            if (!first.await(FIRST_SECONDS, TimeUnit.SECONDS)) {
                return State.DOWN;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return State.DOWN;
        }
        return System.nanoTime() - finished.get() > STALE_NANOS ? State.DOWN : found;
    }

    /** Not required, because everything except files works without the store. */
    @Override
    public boolean isRequired() {
        return false;
    }
}
