package io.clubroom.web.connection;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.util.internal.PlatformDependent;
import java.util.function.LongSupplier;

/**
 * The use of direct memory, which holds responses that wait for the network. If it is exhausted, the process exits.
 *
 * @param used the number of bytes in use
 * @param max the maximum number of bytes
 */
public record DirectMemory(LongSupplier used, long max) {
    /** Returns the direct memory of this process. */
    public static DirectMemory ofProcess() {
        return new DirectMemory(
                ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider
                        ? () -> provider.metric().usedDirectMemory()
                        : () -> 0,
                PlatformDependent.maxDirectMemory());
    }

    /** Whether too little is left for another large response. Cheap enough to call for every request. */
    public boolean isScarce() {
        return excess(HttpBounds.SCARCE_DIRECT_MEMORY_PERCENT) > 0;
    }

    /** Returns the number of bytes in use beyond this percentage of the maximum; zero or negative if less is in use. */
    long excess(int percent) {
        return used.getAsLong() - share(percent);
    }

    /** Returns this percentage of the maximum. */
    long share(int percent) {
        return max / 100 * percent;
    }
}
