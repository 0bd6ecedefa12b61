package io.clubroom.web.health;

import io.clubroom.web.health.HealthCheck.State;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
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
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Health, liveness and readiness for operators and orchestrators. */
@Controller("/health")
@Tag(name = "Operating")
@Secured(SecurityRule.IS_ANONYMOUS)
@Produces(MediaType.ALL)
final class HealthController {
    private static final String UP = State.UP.text();
    private static final String DOWN = State.DOWN.text();
    private static final String RETRY_AFTER_SECONDS = "5";

    private final Collection<HealthCheck> checks;
    private final SystemFigures figures;
    private final Stopping stopping;
    private final String version;
    private final long startMillis = ManagementFactory.getRuntimeMXBean().getStartTime();

    HealthController(Collection<HealthCheck> checks, SystemFigures figures, Stopping stopping) {
        this.checks = checks;
        this.figures = figures;
        this.stopping = stopping;
        String packaged = HealthController.class.getPackage().getImplementationVersion();
        this.version = packaged == null ? "unpackaged" : packaged;
    }

    /** Show the state of the server and its machine. */
    @Get
    @Operation(operationId = "getHealth")
    @ApiResponse(
            responseCode = "200",
            description = "Everything that the server needs is available.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = HealthBody.class)))
    @ApiResponse(
            responseCode = "503",
            description = "Something that the server needs is unavailable.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = HealthBody.class)))
    // Not on the database threads: they are the first to hang when the database does.
    @ExecuteOn(TaskExecutors.BLOCKING)
    HttpResponse<?> health() {
        Map<String, String> states = states();
        long uptime = TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis() - startMillis);
        return answer(
                states,
                new HealthBody(
                        overall(states),
                        version,
                        uptime,
                        TimeUnit.MILLISECONDS.toSeconds(startMillis),
                        figures.read(),
                        states));
    }

    /**
     * Check that the process is alive.
     *
     * <p>Restart the process if there is no answer. What the server needs from others is not checked.
     */
    @Get("/live")
    @Operation(operationId = "getLiveness")
    @ApiResponse(
            responseCode = "200",
            description = "The process is alive.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ReadinessBody.class)))
    HttpResponse<?> live() {
        return answer(Map.of(), new ReadinessBody(UP, Map.of()));
    }

    /**
     * Check that the server can take requests.
     *
     * <p>Send requests elsewhere unless this is 200.
     */
    @Get("/ready")
    @Operation(operationId = "getReadiness")
    @ApiResponse(
            responseCode = "200",
            description = "The server takes requests.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ReadinessBody.class)))
    @ApiResponse(
            responseCode = "503",
            description = "Something that the server needs is unavailable, or the server is stopping.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ReadinessBody.class)))
    @ExecuteOn(TaskExecutors.BLOCKING)
    HttpResponse<?> ready() {
        Map<String, String> states = states();
        if (stopping.hasBegun()) {
            states.put("server", DOWN);
        }
        return answer(states, new ReadinessBody(overall(states), states));
    }

    private Map<String, String> states() {
        Map<String, String> states = new LinkedHashMap<>();
        for (HealthCheck check : checks) {
            states.put(check.name(), check.state().text());
        }
        return states;
    }

    private static String overall(Map<String, String> states) {
        return states.values().stream().allMatch(UP::equals) ? UP : DOWN;
    }

    private static HttpResponse<?> answer(Map<String, String> states, Object body) {
        var response = overall(states).equals(UP)
                ? HttpResponse.ok(body)
                : HttpResponse.status(HttpStatus.SERVICE_UNAVAILABLE)
                        .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                        .body(body);
        return response.contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
