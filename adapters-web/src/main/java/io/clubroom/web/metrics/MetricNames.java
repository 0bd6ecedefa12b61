package io.clubroom.web.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import jakarta.inject.Singleton;
import java.util.Set;

/** Excludes meters of Micrometer whose names violate Prometheus' conventions, or that duplicate other meters. */
@Singleton
final class MetricNames implements MeterFilter {
    private static final Set<String> EXCLUDED = Set.of("process.cpu.time", "system.cpu.count");

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        return EXCLUDED.contains(id.getName()) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
    }
}
