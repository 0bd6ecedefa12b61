package io.clubroom.web.limit;

import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.web.http.Blocking;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.web.router.RouteMatch;
import io.micronaut.web.router.RouteMatchUtils;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Answers 503 to requests that would wait too long for a database thread, or whose responses do not fit into memory. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class DatabaseQueueFilter implements Ordered {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final DatabaseThreads threads;
    private final ErrorResponses errors;

    DatabaseQueueFilter(DatabaseThreads threads, ErrorResponses errors) {
        this.threads = threads;
        this.errors = errors;
    }

    @Override
    public int getOrder() {
        return ServerFilterPhase.LAST.order();
    }

    @RequestFilter
    @Nullable
    HttpResponse<?> admit(HttpRequest<?> request) {
        return threads.areOverloaded() && needsDatabase(request)
                ? errors.tryLater(request, ErrorCode.OVERLOADED, RETRY_AFTER)
                : null;
    }

    private static boolean needsDatabase(HttpRequest<?> request) {
        RouteMatch<?> route = RouteMatchUtils.findRouteMatch(request).orElse(null);
        return route != null
                && route.getRouteInfo()
                        .getAnnotationMetadata()
                        .stringValue(ExecuteOn.class)
                        .filter(Blocking.DATABASE::equals)
                        .isPresent();
    }
}
