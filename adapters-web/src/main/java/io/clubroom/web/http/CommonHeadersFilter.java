package io.clubroom.web.http;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;

/** Puts the common headers on every answer. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class CommonHeadersFilter implements Ordered {
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
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
