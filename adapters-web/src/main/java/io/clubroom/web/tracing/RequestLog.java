package io.clubroom.web.tracing;

import io.clubroom.web.limit.RequestLimits;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs requests as {@code clubroom.requests}: at INFO the end of requests that may have changed something or failed, at DEBUG the beginning
 * and the end of all requests. Logging all at INFO would take a large part of the time of a short read.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class RequestLog implements Ordered {
    private static final Logger LOG = LoggerFactory.getLogger("io.clubroom.requests");
    private static final String BEGAN = "clubroom.began";

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE + 1;
    }

    @RequestFilter
    void begin(HttpRequest<?> request) {
        if (LOG.isDebugEnabled()) {
            request.setAttribute(BEGAN, System.nanoTime());
            LOG.atDebug()
                    .addKeyValue("method", request.getMethodName())
                    .addKeyValue("route", route(request))
                    .log("Request begins");
        } else if (!isRead(request) && LOG.isInfoEnabled()) {
            request.setAttribute(BEGAN, System.nanoTime());
        }
    }

    @ResponseFilter
    void end(HttpRequest<?> request, MutableHttpResponse<?> response) {
        Level level = isNotable(request, response) ? Level.INFO : Level.DEBUG;
        if (!LOG.isEnabledForLevel(level)) {
            return;
        }
        LoggingEventBuilder line = LOG.atLevel(level)
                .addKeyValue("method", request.getMethodName())
                .addKeyValue("route", route(request))
                .addKeyValue("status", response.code());
        if (request.getAttribute(BEGAN).orElse(null) instanceof Long began) {
            line = line.addKeyValue("duration_ms", TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began) / 1000.0);
        }
        line.log("Request ends");
    }

    /** Runs for every request, so it must cost successful reads almost nothing. */
    private static boolean isNotable(HttpRequest<?> request, MutableHttpResponse<?> response) {
        return (response.code() >= 400 || !isRead(request)) && RequestLimits.isLimited(request.getPath());
    }

    private static boolean isRead(HttpRequest<?> request) {
        return switch (request.getMethod()) {
            case GET, HEAD, OPTIONS -> true;
            default -> false;
        };
    }

    /** Returns the route, never the raw path, which clients choose and which may contain line breaks. */
    private static String route(HttpRequest<?> request) {
        return BasicHttpAttributes.getUriTemplate(request).orElse("none");
    }
}
