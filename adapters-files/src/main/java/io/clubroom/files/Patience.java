package io.clubroom.files;

import io.clubroom.domain.Unavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes calls that block, and gives up those that make no progress. A virtual thread makes the call, because it leaves even a write to a
 * socket when it is interrupted (JEP 444); no timeout of a socket covers writing.
 */
final class Patience {
    private final Duration limit;

    /** @param limit without progress */
    Patience(Duration limit) {
        this.limit = limit;
    }

    /** A call; it must be able to end when its thread is interrupted. */
    interface Call<T> {
        T make(Progress progress) throws IOException;
    }

    /** The progress of a call. */
    final class Progress {
        private volatile long deadline = System.nanoTime() + limit.toNanos();

        /** Grants the whole time again. */
        void note() {
            deadline = System.nanoTime() + limit.toNanos();
        }

        private long remainingNanos() {
            return deadline - System.nanoTime();
        }
    }

    /**
     * Makes the call.
     *
     * @throws Unavailable if it makes no progress
     */
    <T> T call(Call<T> call) throws IOException {
        Progress progress = new Progress();
        FutureTask<T> task = new FutureTask<>(() -> call.make(progress));
        Thread.ofVirtual().name("files").start(task);
        try {
            while (true) {
                long remaining = progress.remainingNanos();
                if (remaining <= 0) {
                    throw Failures.unavailable(
                            "The store of files did not answer in " + limit.toSeconds() + " s", null);
                }
                try {
                    return task.get(remaining, TimeUnit.NANOSECONDS);
                } catch (TimeoutException maybeProgress) {
                    // Looked at above.
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Failures.unavailable(stopped);
        } catch (ExecutionException failed) {
            throw rethrown(failed);
        } finally {
            task.cancel(true);
        }
    }

    private static RuntimeException rethrown(ExecutionException failed) throws IOException {
        switch (failed.getCause()) {
            case IOException failure -> throw failure;
            case RuntimeException failure -> throw failure;
            case Error error -> throw error;
            case null, default -> throw new IllegalStateException(failed);
        }
    }
}
