package io.clubroom.web.health;

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
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Tells operators and orchestrators how the server is. */
@Controller("/health")
@Secured(SecurityRule.IS_ANONYMOUS)
@Produces(MediaType.ALL)
final class HealthController {
    private static final String UP = "up";
    private static final String DOWN = "down";
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

    // Not on the threads of the database: they are the first to be stuck when it is ill.
    @Get
    @HealthOperations.Health
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

    /** Whether the process should be left alone: what it needs from others is not its fault. */
    @Get("/live")
    @HealthOperations.Live
    HttpResponse<?> live() {
        return answer(Map.of(), new ReadinessBody(UP, Map.of()));
    }

    /** Whether requests should be sent here. */
    @Get("/ready")
    @HealthOperations.Ready
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
            states.put(check.name(), check.isUp() ? UP : DOWN);
        }
        return states;
    }

    private static String overall(Map<String, String> states) {
        return states.containsValue(DOWN) ? DOWN : UP;
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
