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
 * A fixed-size thread pool that can tell whether another task would wait too long. The expected wait is the queue's length times the recent
 * average run time; if all threads are stuck, the time that the head of the queue has waited decides.
 *
 * <p>While memory is scarce, its threads start no tasks, for up to {@link HttpBounds#DIRECT_MEMORY_WAIT_SECONDS}, because they produce
 * responses faster than busy event loops can send them or close the connections of clients that do not read them.
 *
 * <p>It never rejects a task, because the framework answers a rejection with 500. Callers ask {@link #isOverloaded} first.
 */
final class MeasuredQueueExecutor extends ThreadPoolExecutor {
    /** The approximate number of recent tasks in the average. */
    private static final int AVERAGE_WINDOW = 16;

    /** The weight limit of a task, as a multiple of the average. */
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

    /** Limits the weight of tasks that take far longer than others, for example because of a lock, and do not predict the next ones. */
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
