package io.clubroom.web.http;

import io.micronaut.context.propagation.slf4j.MdcPropagationContext;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;
import java.util.Map;

/** Puts the common headers on every answer, and the request's id on every line that is logged on the way to it. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class CommonHeadersFilter implements Ordered {
    /** The key of the request's id in the log. */
    private static final String LOG_KEY = "request_id";

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @RequestFilter
    void identify(HttpRequest<?> request, MutablePropagatedContext context) {
        context.add(new MdcPropagationContext(Map.of(LOG_KEY, RequestId.of(request))));
    }

    /** Answers that are given before a route is looked for never reach the other filters. */
    @PreMatching
    @ResponseFilter
    void completeEarly(HttpRequest<?> request, MutableHttpResponse<?> response) {
        complete(request, response);
    }

    @ResponseFilter
    void complete(HttpRequest<?> request, MutableHttpResponse<?> response) {
        CommonHeaders.addTo(response, request);
    }
}
