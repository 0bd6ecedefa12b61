package io.clubroom.bcrypt;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads that compute hashes, and a short queue before them. Each takes two at a time if two are there, and {@linkplain Courtesy lets others go}
 * every quarter of a millisecond: the scheduler would let a thread that always computes go on for several, and with it let others wait that have
 * little to do.
 */
final class HashingThreads implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    /** How many hashes a thread computes at a time. */
    private static final int LANES = 2;

    private final ThreadPoolExecutor threads;

    /** For the computed and the waiting together: who is refused must not depend on when a thread looks into its queue. */
    private final Semaphore places;

    private final Supplier<Courtesy> courtesies;
    private final AtomicInteger computing = new AtomicInteger();
    private final AtomicLong computed = new AtomicLong();

    /**
     * @param threads how many there are
     * @param queue how many hashes may wait for them
     */
    HashingThreads(int threads, int queue) {
        this(threads, queue, Courtesy::new);
    }

    /** @param courtesies what each does for others */
    HashingThreads(int threads, int queue, Supplier<Courtesy> courtesies) {
        this.threads = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("bcrypt-", 0).daemon().factory());
        this.places = new Semaphore(threads * LANES + queue);
        this.courtesies = courtesies;
    }

    /**
     * Has a hash computed. {@link CompletableFuture#cancel} of the answer takes it back, also while it is computed.
     *
     * @throws RejectedExecutionException if too many wait already, or after {@link #close}
     */
    CompletableFuture<byte[]> compute(byte[] password, byte[] salt, int cost) {
        if (!places.tryAcquire()) {
            throw new RejectedExecutionException("no place is free");
        }
        Task task = new Task(password, salt, cost);
        threads.execute(task);
        return task;
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

    /** Ends what is under way; whoever comes later is refused. */
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

    /** The next one in the queue, unless there is a thread that has nothing to do and comes for it. */
    private @Nullable Lane second() {
        if (threads.getActiveCount() < threads.getCorePoolSize()) {
            return null;
        }
        Runnable next = threads.getQueue().poll();
        return next == null ? null : new Lane((Task) next);
    }

    private final class Task extends CompletableFuture<byte[]> implements Runnable {
        private final byte[] password;
        private final byte[] salt;
        private final int cost;

        Task(byte[] password, byte[] salt, int cost) {
            this.password = password;
            this.salt = salt;
            this.cost = cost;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            if (threads.remove(this)) {
                places.release();
            }
            return super.cancel(mayInterruptIfRunning);
        }

        /** Computes this one, and what it meets on the way. */
        @Override
        public void run() {
            Courtesy courtesy = courtesies.get();
            Lane one = new Lane(this);
            Lane other = null;
            while (one != null) {
                if (other == null) {
                    other = second();
                }
                if (other == null) {
                    one.bcrypt.advance();
                } else {
                    Bcrypt.advance(one.bcrypt, other.bcrypt);
                    other = other.hasEnded() ? null : other;
                }
                if (one.hasEnded()) {
                    one = other;
                    other = null;
                }
                courtesy.letOthersGo();
            }
        }
    }

    /** A task that is computed. */
    private final class Lane {
        private final Task task;
        private final Bcrypt bcrypt;

        Lane(Task task) {
            this.task = task;
            this.bcrypt = new Bcrypt(task.password, task.salt, task.cost);
            computing.incrementAndGet();
        }

        boolean hasEnded() {
            if (!bcrypt.isDone() && !task.isCancelled()) {
                return false;
            }
            computing.decrementAndGet();
            places.release();
            if (bcrypt.isDone()) {
                computed.incrementAndGet();
                task.complete(bcrypt.digest());
            }
            return true;
        }
    }
}
