package io.clubroom.chat.connection;

import io.clubroom.chat.Bounds;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.util.internal.PlatformDependent;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.LongSupplier;

/** The memory outside the heap, in which frames wait to be sent. When there is none left, no connection can be served. */
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
     * @param used the bytes that are in use
     * @param max the bytes that may be used
     */
    DirectMemory(LongSupplier used, long max) {
        this.used = used;
        this.max = max;
    }

    /** The bytes of incomplete messages that all connections together may hold. */
    long maxIncomplete() {
        return max / 100 * Bounds.INCOMPLETE_DIRECT_MEMORY_PERCENT;
    }

    /** The bytes in use beyond {@link Bounds#DIRECT_MEMORY_PERCENT} of the maximum; not positive if there is enough left. */
    long excess() {
        return used.getAsLong() - max / 100 * Bounds.DIRECT_MEMORY_PERCENT;
    }
}
