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

/** Sends spans over OTLP to where OpenTelemetry's own variables say; what is left of them is sent at the stop. */
@Factory
@Requires(property = "clubroom.tracing", value = "true")
final class SpanExport {
    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name",
            "clubroom",
            "otel.exporter.otlp.protocol",
            "http/protobuf",
            // Prometheus gets the figures, and whoever reads the output the log.
            "otel.metrics.exporter",
            "none",
            "otel.logs.exporter",
            "none");

    @Singleton
    @Bean(preDestroy = "close")
    OpenTelemetrySdk openTelemetry(Settings.Tracing settings) {
        Map<String, String> properties = new HashMap<>(DEFAULTS);
        // As OpenTelemetry does it itself; the variables may stand in .env.
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
