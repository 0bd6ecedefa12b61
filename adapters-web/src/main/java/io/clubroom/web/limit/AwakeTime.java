package io.clubroom.web.limit;

import java.util.function.LongSupplier;

/**
 * A monotonic clock in nanoseconds that counts at most a second between two readings. While a server is busy, it is read all the time; so it
 * leaves out pauses of the whole process, in which no task could run, such as those of a suspended virtual machine.
 */
final class AwakeTime implements LongSupplier {
    private static final long MAX_STEP_NANOS = 1_000_000_000L;

    private final LongSupplier nanoTime;
    private long lastReading;
    private long awake;

    AwakeTime(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastReading = nanoTime.getAsLong();
    }

    @Override
    public synchronized long getAsLong() {
        long now = nanoTime.getAsLong();
        awake += Math.clamp(now - lastReading, 0, MAX_STEP_NANOS);
        lastReading = now;
        return awake;
    }
}
