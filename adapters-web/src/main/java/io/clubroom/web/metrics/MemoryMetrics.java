package io.clubroom.web.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** Measures the memory in use, on and off the Java heap. */
@Singleton
final class MemoryMetrics implements MeterBinder {
    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("api_memory_usage_bytes", ManagementFactory.getMemoryMXBean(), MemoryMetrics::used)
                .description("Memory in use")
                .baseUnit(BaseUnits.BYTES)
                .register(registry);
    }

    private static double used(MemoryMXBean memory) {
        return (double) memory.getHeapMemoryUsage().getUsed()
                + memory.getNonHeapMemoryUsage().getUsed();
    }
}
