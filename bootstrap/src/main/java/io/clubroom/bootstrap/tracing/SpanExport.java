package io.clubroom.bootstrap.tracing;

import io.clubroom.bootstrap.settings.Settings;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Exports spans over OTLP as configured by OpenTelemetry's own variables. The remaining spans are exported at shutdown. */
@Factory
@Requires(property = "clubroom.tracing", value = "true")
final class SpanExport {
    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name",
            "clubroom",
            "otel.exporter.otlp.protocol",
            "http/protobuf",
            // Metrics are for Prometheus, and logs go to standard output.
            "otel.metrics.exporter",
            "none",
            "otel.logs.exporter",
            "none");

    @Singleton
    @Bean(preDestroy = "close")
    OpenTelemetrySdk openTelemetry(Settings.Tracing settings) {
        Map<String, String> properties = new HashMap<>(DEFAULTS);
        // OpenTelemetry reads the environment itself, but not .env.
        settings.variables()
                .forEach((name, value) ->
                        properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value));
        return AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesCustomizer(found -> properties)
                .disableShutdownHook()
                .build()
                .getOpenTelemetrySdk();
    }
}
