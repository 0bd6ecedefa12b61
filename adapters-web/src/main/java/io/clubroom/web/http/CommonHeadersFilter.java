package io.clubroom.web.http;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.HttpServerConfiguration;
import io.micronaut.http.server.annotation.PreMatching;

/** Adds the common headers to every response. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class CommonHeadersFilter implements Ordered {
    private final CommonHeaders headers;
    private final boolean originMatters;

    CommonHeadersFilter(CommonHeaders headers, HttpServerConfiguration.CorsConfiguration cors) {
        this.headers = headers;
        this.originMatters = cors.isEnabled();
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    /** Responses made before routing pass only the pre-matching filters. */
    @PreMatching
    @ResponseFilter
    void completeEarly(HttpRequest<?> request, MutableHttpResponse<?> response) {
        complete(request, response);
    }

    @ResponseFilter
    void complete(HttpRequest<?> request, MutableHttpResponse<?> response) {
        headers.addTo(response, request);
        // The framework adds it only for allowed origins.
        if (originMatters && !response.getHeaders().contains(HttpHeaders.VARY)) {
            response.header(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        }
    }
}
