package io.clubroom.bootstrap.core;

import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageIds;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/** Generates UUIDs of version 7 (RFC 9562 §5.7). They increase over time, so consecutive rows are adjacent in an index. */
final class TimeOrderedIds implements MessageIds {
    private static final long VERSION = 0x7000;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final int COUNTER_BITS = 12;

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private long last;

    TimeOrderedIds(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized MessageId next() {
        // Milliseconds and a counter. More ids than the counter can hold in one millisecond run ahead of the clock.
        last = Math.max(last + 1, clock.millis() << COUNTER_BITS);
        long time = last >>> COUNTER_BITS;
        long counter = last & ((1 << COUNTER_BITS) - 1);
        return new MessageId(new UUID(time << 16 | VERSION | counter, random.nextLong() >>> 2 | VARIANT));
    }
}
