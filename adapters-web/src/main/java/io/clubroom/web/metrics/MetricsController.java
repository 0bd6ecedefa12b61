package io.clubroom.web.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

/**
 * Serves the metrics in Prometheus' text format.
 *
 * <p>The framework's {@code PrometheusEndpoint} would refuse scrapers that do not accept {@code text/plain}, and name no charset.
 */
@Controller("/metrics")
@Tag(name = "Operating")
@Secured(SecurityRule.IS_ANONYMOUS)
@Produces(MediaType.ALL)
final class MetricsController {
    private static final MediaType TEXT_FORMAT = MediaType.of("text/plain; version=0.0.4; charset=utf-8");

    private final PrometheusMeterRegistry registry;

    MetricsController(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    /** Get metrics for Prometheus. */
    @Get
    @Operation(operationId = "getMetrics")
    @ApiResponse(
            responseCode = "200",
            description = "Metrics in the text format of Prometheus.",
            content =
                    @Content(
                            mediaType = "text/plain; version=0.0.4; charset=utf-8",
                            schema = @Schema(implementation = String.class)))
    // A platform thread, because a BufferedWriter on a virtual thread copies itself with almost every write: ten times
    // the cost.
    @ExecuteOn(TaskExecutors.IO)
    HttpResponse<String> scrape() {
        return HttpResponse.ok(registry.scrape()).contentType(TEXT_FORMAT);
    }
}
