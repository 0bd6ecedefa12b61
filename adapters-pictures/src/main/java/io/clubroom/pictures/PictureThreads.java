package io.clubroom.pictures;

import io.clubroom.domain.Unavailable;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A fixed number of threads, and a bounded number of works that wait for one. */
final class PictureThreads implements AutoCloseable {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final ExecutorService threads;

    /** Places of works that wait or are done. */
    private final Semaphore places;

    PictureThreads(int threads, int waiting) {
        this.threads = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("pictures-", 1).daemon().factory());
        this.places = new Semaphore(threads + waiting);
    }

    /** Does the work on one of the threads, and waits for it. Throws {@link Unavailable} at once if too many works wait. */
    <T> T call(Callable<T> work) throws Exception {
        if (!places.tryAcquire()) {
            throw busy("too many pictures are waiting", null);
        }
        Future<T> result;
        try {
            result = threads.submit(() -> {
                try {
                    return work.call();
                } finally {
                    places.release();
                }
            });
        } catch (RejectedExecutionException closed) {
            places.release();
            throw busy("the server is stopping", closed);
        }
        return get(result);
    }

    private static <T> T get(Future<T> result) throws Exception {
        // The work reads what the caller closes, so it has to end first.
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException again) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case Exception exception -> throw exception;
                case Error error -> throw error;
                case null, default -> throw failed;
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Unavailable busy(String message, @Nullable Exception cause) {
        return new Unavailable(Unavailable.What.CAPACITY, RETRY_AFTER, message, cause);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
