package io.clubroom.bootstrap.mail;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A signal on which threads wait for work. Each ring wakes one thread. Without rings, one thread wakes after each interval to check for
 * work.
 */
final class Bell {
    private final int maxRings;
    private final long intervalNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int rings;
    private long lastWaking = System.nanoTime();
    private long lastRing = lastWaking;

    /** @param threads the number of waiting threads, which is also the maximum number of pending rings */
    Bell(int threads, Duration interval) {
        this.maxRings = threads;
        this.intervalNanos = interval.toNanos();
    }

    void ring() {
        lock.lock();
        try {
            lastRing = System.nanoTime();
            if (rings < maxRings) {
                rings++;
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Wakes all threads. */
    void ringForAll() {
        lock.lock();
        try {
            rings = maxRings;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void await() throws InterruptedException {
        lock.lock();
        try {
            while (rings == 0) {
                long rest = lastWaking + intervalNanos - System.nanoTime();
                if (rest <= 0) {
                    break;
                }
                changed.await(rest, TimeUnit.NANOSECONDS);
            }
            if (rings > 0) {
                rings--;
            }
            lastWaking = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there has been no ring for a time. */
    void awaitSilence(Duration silence, Duration longest) throws InterruptedException {
        lock.lock();
        try {
            long begin = System.nanoTime();
            while (true) {
                long now = System.nanoTime();
                long rest = Math.min(lastRing - now + silence.toNanos(), begin - now + longest.toNanos());
                if (rest <= 0) {
                    return;
                }
                changed.await(rest, TimeUnit.NANOSECONDS);
            }
        } finally {
            lock.unlock();
        }
    }
}
