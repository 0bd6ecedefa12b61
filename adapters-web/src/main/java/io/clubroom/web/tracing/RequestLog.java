package io.clubroom.web.tracing;

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

/**
 * Tells the log of each request when it begins and when it ends, on the level DEBUG of {@code clubroom.requests}: two lines cost a good
 * part of what a short request does, and the metrics count the same.
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
        }
    }

    @ResponseFilter
    void end(HttpRequest<?> request, MutableHttpResponse<?> response) {
        if (request.getAttribute(BEGAN).orElse(null) instanceof Long began) {
            LOG.atDebug()
                    .addKeyValue("method", request.getMethodName())
                    .addKeyValue("route", route(request))
                    .addKeyValue("status", response.code())
                    .addKeyValue("duration_ms", TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began) / 1000.0)
                    .log("Request ends");
        }
    }

    /** Never the path itself: its parts are what a client made up, and it could break a line in two. */
    private static String route(HttpRequest<?> request) {
        return BasicHttpAttributes.getUriTemplate(request).orElse("none");
    }
}
