package io.clubroom.bcrypt;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * What a thread that always computes does for those that have little to do: it offers its processor between two steps. The system gives it only to
 * who waits for this very one, so while offers are taken the thread also rests now and then: a processor without work fetches some from the others.
 * It is for one thread.
 */
final class Courtesy {
    /** An offer that nobody takes is over in a microsecond or two. */
    private static final long TAKEN_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

    /** How long after a taken offer others are still taken to be busy. */
    private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** The system adds its slack to it, 50 microseconds with Linux. */
    private static final long REST_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    private static final int OFFERS_PER_REST = 2;

    private final LongSupplier clock;
    private final Runnable offer;
    private final LongConsumer rest;
    private long busyUntil;
    private int offersSinceRest;

    @SuppressWarnings("ThreadPriorityCheck") // It is right without yielding, too, but slows others.
    Courtesy() {
        this(System::nanoTime, Thread::yield, LockSupport::parkNanos);
    }

    /** @param rest is told for how many nanoseconds */
    Courtesy(LongSupplier clock, Runnable offer, LongConsumer rest) {
        this.clock = clock;
        this.offer = offer;
        this.rest = rest;
        this.busyUntil = clock.getAsLong();
    }

    /** To be called about four times a millisecond. */
    void letOthersGo() {
        long offered = clock.getAsLong();
        offer.run();
        long now = clock.getAsLong();
        if (now - offered > TAKEN_NANOS) {
            busyUntil = now + BUSY_NANOS;
        }
        offersSinceRest++;
        if (now - busyUntil < 0 && offersSinceRest >= OFFERS_PER_REST) {
            rest.accept(REST_NANOS);
            offersSinceRest = 0;
        }
    }
}
