package io.clubroom.web.metrics;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/** What the description of the API says of the metrics. */
final class MetricsOperations {
    private MetricsOperations() {}

    @Target(ElementType.METHOD)
    @Operation(
            operationId = "getMetrics",
            tags = "Operating",
            summary = "Metrics for Prometheus",
            responses = {
                @ApiResponse(
                        responseCode = "200",
                        description = "Prometheus' text format.",
                        content =
                                @Content(
                                        mediaType = "text/plain; version=0.0.4; charset=utf-8",
                                        schema = @Schema(implementation = String.class)))
            })
    @interface Scrape {}
}
