package io.clubroom.bcrypt;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** A fixed number of threads that compute hashes, with a bounded queue in front of them. */
final class HashingThreads implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final ThreadPoolExecutor threads;

    /** One permit for each thread and each place in the queue. The executor's own queue would be full before an idle thread has taken from it. */
    private final Semaphore places;

    private final AtomicInteger computing = new AtomicInteger();
    private final AtomicLong computed = new AtomicLong();

    /**
     * @param threads the number of hashes computed at once
     * @param queue the number of hashes that may wait
     */
    HashingThreads(int threads, int queue) {
        this.threads = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("bcrypt-", 0).daemon().factory());
        this.places = new Semaphore(threads + queue);
    }

    /**
     * Computes a hash on one of the threads and waits for it.
     *
     * @throws RejectedExecutionException if the queue is full, or after {@link #close}
     * @throws InterruptedException if the caller is interrupted; a hash that was still in the queue is then not computed
     */
    <T> T compute(Supplier<T> hash) throws InterruptedException {
        if (!places.tryAcquire()) {
            throw new RejectedExecutionException("the queue is full");
        }
        Task<T> task = new Task<>(hash);
        try {
            threads.execute(task);
            return task.get();
        } catch (InterruptedException interrupted) {
            task.cancel(false);
            if (threads.remove(task)) {
                task.leave();
            }
            throw interrupted;
        } catch (RejectedExecutionException closed) {
            task.leave();
            throw closed;
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a password could not be hashed", failed.getCause());
        }
    }

    boolean isFull() {
        return places.availablePermits() == 0;
    }

    int computing() {
        return computing.get();
    }

    int waiting() {
        return threads.getQueue().size();
    }

    long computed() {
        return computed.get();
    }

    /** Finishes what has been accepted, for at most ten seconds; later calls are rejected. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** A hash that holds a place until it is computed or removed from the queue. */
    private final class Task<T> extends FutureTask<T> {
        private final AtomicBoolean left = new AtomicBoolean();

        Task(Supplier<T> hash) {
            super(hash::get);
        }

        @Override
        public void run() {
            computing.incrementAndGet();
            super.run();
            computing.decrementAndGet();
            leave();
        }

        // The caller may come back as soon as it has the result, so its place is free before that.
        @Override
        protected void set(T hash) {
            computed.incrementAndGet();
            leave();
            super.set(hash);
        }

        @Override
        protected void setException(Throwable failure) {
            leave();
            super.setException(failure);
        }

        void leave() {
            if (left.compareAndSet(false, true)) {
                places.release();
            }
        }
    }
}
