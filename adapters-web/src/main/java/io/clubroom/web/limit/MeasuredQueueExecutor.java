package io.clubroom.web.limit;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A fixed number of platform threads that can tell whether one more task would have to wait too long for them. How long that would be
 * is judged by how many wait already and how long each took of late; if the threads are stuck, by how long the next in line has waited.
 *
 * <p>It takes the task all the same: the framework answers a refusal with 500, so whoever brings tasks has to ask first.
 */
final class MeasuredQueueExecutor extends ThreadPoolExecutor {
    /** The last so many tasks make up most of the average. */
    private static final int WEIGHT = 16;

    private final long maxWait;
    private final LongSupplier nanoTime;
    private final AtomicLong averageNanos = new AtomicLong();

    /** @param nanoTime a time that only goes forward, in nanoseconds */
    MeasuredQueueExecutor(String name, int threads, Duration maxWait, LongSupplier nanoTime) {
        super(
                threads,
                threads,
                0,
                TimeUnit.NANOSECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name(name + "-", 1).factory());
        this.maxWait = maxWait.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Whether one more task would have to wait too long. */
    boolean isFull() {
        int waiting = getQueue().size();
        return waiting > 0 && (expectedWait(waiting) > maxWait || isStuck());
    }

    private long expectedWait(int waiting) {
        return waiting * averageNanos.get() / getMaximumPoolSize();
    }

    private boolean isStuck() {
        return getQueue().peek() instanceof Waiting next && nanoTime.getAsLong() - next.since > maxWait;
    }

    @Override
    public void execute(Runnable task) {
        super.execute(new Waiting(task, nanoTime.getAsLong()));
    }

    private final class Waiting implements Runnable {
        private final Runnable task;
        private final long since;

        Waiting(Runnable task, long since) {
            this.task = task;
            this.since = since;
        }

        @Override
        public void run() {
            long begin = nanoTime.getAsLong();
            try {
                task.run();
            } finally {
                long taken = nanoTime.getAsLong() - begin;
                averageNanos.updateAndGet(average -> average + (taken - average) / WEIGHT);
            }
        }
    }
}
