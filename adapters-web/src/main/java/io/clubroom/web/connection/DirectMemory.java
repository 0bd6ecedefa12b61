package io.clubroom.web.connection;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.util.internal.PlatformDependent;
import java.util.function.LongSupplier;

/**
 * The memory outside the heap, in which responses wait for the network. When there is none left, the process ends.
 *
 * @param used the bytes that are in use
 * @param max the bytes that may be used
 */
public record DirectMemory(LongSupplier used, long max) {
    /** That of this process. */
    public static DirectMemory ofProcess() {
        return new DirectMemory(
                ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider
                        ? () -> provider.metric().usedDirectMemory()
                        : () -> 0,
                PlatformDependent.maxDirectMemory());
    }

    /** Whether there is too little left for another large response. Cheap enough to ask for every request. */
    public boolean isScarce() {
        return excess(HttpBounds.SCARCE_DIRECT_MEMORY_PERCENT) > 0;
    }

    /** The bytes in use beyond this share of the maximum; not positive if less is in use. */
    long excess(int percent) {
        return used.getAsLong() - share(percent);
    }

    /** This share of the maximum. */
    long share(int percent) {
        return max / 100 * percent;
    }
}
