package io.clubroom.web.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** Measures the memory that the server uses, of the Java heap and beside it. */
@Singleton
final class MemoryMetrics implements MeterBinder {
    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("api_memory_usage_bytes", ManagementFactory.getMemoryMXBean(), MemoryMetrics::used)
                .description("Memory that the server uses now")
                .baseUnit(BaseUnits.BYTES)
                .register(registry);
    }

    private static double used(MemoryMXBean memory) {
        return (double) memory.getHeapMemoryUsage().getUsed()
                + memory.getNonHeapMemoryUsage().getUsed();
    }
}
