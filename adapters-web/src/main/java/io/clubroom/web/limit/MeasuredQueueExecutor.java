package io.clubroom.web.limit;

import io.clubroom.web.connection.HttpBounds;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * A fixed-size thread pool that can tell whether another task would wait too long. The expected wait is the queue's length times
 * the recent average run time; if all threads are stuck, the time that the head of the queue has waited decides.
 *
 * <p>While memory is scarce, its threads begin no task, for at most {@link HttpBounds#DIRECT_MEMORY_WAIT_SECONDS}: they write responses
 * faster than event loops that have much to do send them, or close the connections of clients that do not read them.
 *
 * <p>It never rejects a task, because the framework answers a rejection with 500. Callers ask {@link #isOverloaded} first.
 */
final class MeasuredQueueExecutor extends ThreadPoolExecutor {
    /** The average is dominated by this many recent tasks. */
    private static final int AVERAGE_WINDOW = 16;

    /** A task counts as at most this many times the average. */
    private static final int MAX_GROWTH = 8;

    private static final Duration UNREMARKABLE = Duration.ofMillis(100);

    private static final Duration MAX_WAIT_FOR_MEMORY = Duration.ofSeconds(HttpBounds.DIRECT_MEMORY_WAIT_SECONDS);
    private static final Duration BETWEEN_CHECKS = Duration.ofMillis(10);

    private final long maxWait;
    private final LongSupplier nanoTime;
    private final BooleanSupplier isMemoryScarce;
    private final AtomicLong averageNanos = new AtomicLong();

    /**
     * @param nanoTime a monotonic clock, in nanoseconds
     * @param isMemoryScarce whether there is no memory for another response
     */
    MeasuredQueueExecutor(
            String name, int threads, Duration maxWait, LongSupplier nanoTime, BooleanSupplier isMemoryScarce) {
        super(
                threads,
                threads,
                0,
                TimeUnit.NANOSECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name(name + "-", 1).factory());
        this.maxWait = maxWait.toNanos();
        this.nanoTime = nanoTime;
        this.isMemoryScarce = isMemoryScarce;
    }

    /** Whether another task would wait longer than allowed, or for memory. */
    boolean isOverloaded() {
        if (isMemoryScarce.getAsBoolean()) {
            return true;
        }
        int waiting = getQueue().size();
        return waiting > 0 && (expectedWait(waiting) > maxWait || isStuck());
    }

    private long expectedWait(int waiting) {
        return waiting * averageNanos.get() / getMaximumPoolSize();
    }

    /** A task that takes far longer than the others, such as one that waited for a lock, says little about the next ones. */
    private static long limit(long average) {
        return Math.max(MAX_GROWTH * average, UNREMARKABLE.toNanos());
    }

    private boolean isStuck() {
        return getQueue().peek() instanceof QueuedTask next && nanoTime.getAsLong() - next.queuedAt > maxWait;
    }

    @Override
    public void execute(Runnable task) {
        super.execute(new QueuedTask(task, nanoTime.getAsLong()));
    }

    private void awaitMemory() {
        if (!isMemoryScarce.getAsBoolean()) {
            return;
        }
        long start = nanoTime.getAsLong();
        try {
            while (isMemoryScarce.getAsBoolean() && nanoTime.getAsLong() - start < MAX_WAIT_FOR_MEMORY.toNanos()) {
                Thread.sleep(BETWEEN_CHECKS);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private final class QueuedTask implements Runnable {
        private final Runnable task;
        private final long queuedAt;

        QueuedTask(Runnable task, long queuedAt) {
            this.task = task;
            this.queuedAt = queuedAt;
        }

        @Override
        public void run() {
            awaitMemory();
            long start = nanoTime.getAsLong();
            try {
                task.run();
            } finally {
                long elapsed = nanoTime.getAsLong() - start;
                averageNanos.updateAndGet(
                        average -> average + (Math.min(elapsed, limit(average)) - average) / AVERAGE_WINDOW);
            }
        }
    }
}
