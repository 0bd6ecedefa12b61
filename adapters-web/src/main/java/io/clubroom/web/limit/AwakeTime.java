package io.clubroom.web.limit;

import java.util.function.LongSupplier;

/**
 * A monotonic clock in nanoseconds that advances by at most a second between two readings. Because a busy server reads it all the time, it
 * excludes pauses of the whole process, such as those of a suspended virtual machine.
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
