package io.clubroom.bcrypt;

import io.clubroom.domain.password.HashRequester;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A fixed number of threads that compute hashes, with a bounded queue in front of them that is shared {@linkplain Turns fairly}. */
final class HashingThreads implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final PriorityBlockingQueue<Runnable> queue = new PriorityBlockingQueue<>();
    private final ThreadPoolExecutor threads;

    /** Places of hashes that wait or are computed. The executor's own queue would be full before an idle thread has taken from it. */
    private final int places;

    /** Guarded by this, like {@link #admitted} and {@link #taken}. */
    private final Turns turns = new Turns();

    private long admitted;
    private int taken;

    private final AtomicInteger computing = new AtomicInteger();
    private final AtomicLong computed = new AtomicLong();
    private final AtomicLong displaced = new AtomicLong();

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
                this.queue,
                Thread.ofPlatform().name("bcrypt-", 0).daemon().factory());
        this.places = threads + queue;
    }

    /**
     * Computes a hash on one of the threads and waits for it.
     *
     * @throws RejectedExecutionException if the queue is full and no other requester has a longer backlog, if a requester with a shorter
     *     backlog took the place in the queue, or after {@link #close}
     * @throws InterruptedException if the caller is interrupted; a hash that was still in the queue is then not computed
     */
    <T> T compute(HashRequester requester, Supplier<T> hash) throws InterruptedException {
        Task<T> task = admit(requester, hash);
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
        } catch (CancellationException displacement) {
            throw new RejectedExecutionException("another requester took the place in the queue", displacement);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a password could not be hashed", failed.getCause());
        }
    }

    /** Whether a hash of the requester would be refused now. */
    synchronized boolean isFullFor(HashRequester requester) {
        return taken == places && lastAfter(turns.next(requester)) == null;
    }

    private synchronized <T> Task<T> admit(HashRequester requester, Supplier<T> hash) {
        long turn = turns.next(requester);
        if (taken == places) {
            displaceOneAfter(turn);
        }
        turns.take(requester, turn);
        taken++;
        return new Task<>(requester, turn, admitted++, hash);
    }

    private void displaceOneAfter(long turn) {
        Task<?> last = lastAfter(turn);
        // A thread may just have taken it.
        while (last != null && !queue.remove(last)) {
            last = lastAfter(turn);
        }
        if (last == null) {
            throw new RejectedExecutionException("the queue is full");
        }
        last.leave();
        last.cancel(false);
        displaced.incrementAndGet();
    }

    /** The last task in the queue, null if its turn comes no later than this one. */
    private @Nullable Task<?> lastAfter(long turn) {
        return queue.stream()
                .map(task -> (Task<?>) task)
                .max(Comparator.naturalOrder())
                .filter(last -> last.turn > turn)
                .orElse(null);
    }

    int computing() {
        return computing.get();
    }

    int waiting() {
        return queue.size();
    }

    long computed() {
        return computed.get();
    }

    /** The number of hashes that lost their places in the queue to requesters with shorter backlogs. */
    long displaced() {
        return displaced.get();
    }

    /** The number of addresses and users that wait for hashes. */
    synchronized int requesters() {
        return turns.size();
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
    private final class Task<T> extends FutureTask<T> implements Comparable<Task<?>> {
        private final HashRequester requester;
        private final long turn;
        private final long number;
        private boolean left;

        Task(HashRequester requester, long turn, long number, Supplier<T> hash) {
            super(hash::get);
            this.requester = requester;
            this.turn = turn;
            this.number = number;
        }

        @Override
        public int compareTo(Task<?> other) {
            return turn == other.turn ? Long.compare(number, other.number) : Long.compare(turn, other.turn);
        }

        @Override
        public void run() {
            begin();
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

        private void begin() {
            synchronized (HashingThreads.this) {
                turns.begin(turn);
            }
        }

        void leave() {
            synchronized (HashingThreads.this) {
                if (!left) {
                    left = true;
                    taken--;
                    turns.leave(requester, turn);
                }
            }
        }
    }
}
