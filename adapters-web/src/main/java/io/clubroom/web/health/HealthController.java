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
import java.util.function.Predicate;

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
        States states = states(_ -> true);
        long uptime = TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis() - startMillis);
        return answer(
                states.overall(),
                new HealthBody(
                        states.overall(),
                        version,
                        uptime,
                        TimeUnit.MILLISECONDS.toSeconds(startMillis),
                        figures.read(),
                        states.byName()));
    }

    /**
     * Check that the process is alive.
     *
     * <p>If there is no response, restart the process. External dependencies are not checked.
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
        return answer(UP, new ReadinessBody(UP, Map.of()));
    }

    /**
     * Check that the server can handle requests.
     *
     * <p>If the status is not 200, send requests elsewhere.
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
        States states = states(HealthCheck::isRequired);
        if (stopping.hasBegun()) {
            states = states.with("server", DOWN);
        }
        return answer(states.overall(), new ReadinessBody(states.overall(), states.byName()));
    }

    /**
     * The states of checks.
     *
     * @param overall up if all required checks are up
     */
    private record States(Map<String, String> byName, String overall) {
        States with(String name, String state) {
            Map<String, String> more = new LinkedHashMap<>(byName);
            more.put(name, state);
            return new States(more, state.equals(UP) ? overall : DOWN);
        }
    }

    private States states(Predicate<HealthCheck> shown) {
        Map<String, String> byName = new LinkedHashMap<>();
        String overall = UP;
        for (HealthCheck check : checks.stream().filter(shown).toList()) {
            String state = check.state().text();
            byName.put(check.name(), state);
            if (check.isRequired() && !state.equals(UP)) {
                overall = DOWN;
            }
        }
        return new States(byName, overall);
    }

    private static HttpResponse<?> answer(String overall, Object body) {
        var response = overall.equals(UP)
                ? HttpResponse.ok(body)
                : HttpResponse.status(HttpStatus.SERVICE_UNAVAILABLE)
                        .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                        .body(body);
        return response.contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
