package io.clubroom.web.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Counts and times HTTP requests by method, route template and status. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class HttpMetrics implements Ordered {
    private static final String STARTED = "clubroom.started";

    /** The path of requests that match no route: with raw paths, clients could create any number of series. */
    private static final String NO_ROUTE = "unmatched";

    /** The method of requests with a non-standard one. */
    private static final String OTHER_METHOD = "OTHER";

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry registry;
    private final Map<Labels, Meters> known = new ConcurrentHashMap<>();

    HttpMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE + 1;
    }

    @RequestFilter
    void start(HttpRequest<?> request) {
        request.setAttribute(STARTED, System.nanoTime());
    }

    @ResponseFilter
    void end(HttpRequest<?> request, MutableHttpResponse<?> response) {
        Labels labels = new Labels(
                request.getMethod() == HttpMethod.CUSTOM ? OTHER_METHOD : request.getMethodName(),
                BasicHttpAttributes.getUriTemplate(request).orElse(NO_ROUTE),
                response.code());
        Meters meters = known.computeIfAbsent(labels, this::register);
        meters.requests.increment();
        if (request.getAttribute(STARTED).orElse(null) instanceof Long started) {
            meters.duration.record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
        }
    }

    private Meters register(Labels labels) {
        String status = Integer.toString(labels.status);
        Counter requests = Counter.builder("api_http_requests_total")
                .description("HTTP requests by method, path and status")
                .tags("method", labels.method, "path", labels.path, "status", status)
                .register(registry);
        Timer duration = Timer.builder("api_http_request_duration_seconds")
                .description("HTTP request duration by method, path and status")
                .tags("method", labels.method, "path", labels.path, "status", status)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        return new Meters(requests, duration);
    }

    private record Labels(String method, String path, int status) {}

    private record Meters(Counter requests, Timer duration) {}
}
