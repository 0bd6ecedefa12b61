package io.clubroom.chat.connection;

import io.clubroom.chat.Bounds;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.util.internal.PlatformDependent;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.LongSupplier;

/** The use of direct memory, which holds frames that wait to be sent. If it is exhausted, no connection can be served. */
@Singleton
final class DirectMemory {
    private final LongSupplier used;
    private final long max;

    @Inject
    DirectMemory() {
        this(
                ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider
                        ? () -> provider.metric().usedDirectMemory()
                        : () -> 0,
                PlatformDependent.maxDirectMemory());
    }

    /**
     * @param used the number of bytes in use
     * @param max the maximum number of bytes
     */
    DirectMemory(LongSupplier used, long max) {
        this.used = used;
        this.max = max;
    }

    /** The maximum number of bytes of incomplete messages, over all connections. */
    long maxIncomplete() {
        return max / 100 * Bounds.INCOMPLETE_DIRECT_MEMORY_PERCENT;
    }

    /** The number of bytes in use beyond {@link Bounds#DIRECT_MEMORY_PERCENT} of the maximum; zero or negative if enough is free. */
    long excess() {
        return used.getAsLong() - max / 100 * Bounds.DIRECT_MEMORY_PERCENT;
    }
}
