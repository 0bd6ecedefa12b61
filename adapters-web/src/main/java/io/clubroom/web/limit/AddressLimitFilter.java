package io.clubroom.web.limit;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import org.jspecify.annotations.Nullable;

/** Limits the requests of each address, before any other work is done for them. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class AddressLimitFilter implements Ordered {
    private final RequestLimits limits;

    AddressLimitFilter(RequestLimits limits) {
        this.limits = limits;
    }

    @Override
    public int getOrder() {
        // After the filters that every response passes: metrics and CORS headers.
        return ServerFilterPhase.TRACING.order();
    }

    @RequestFilter
    @Nullable
    HttpResponse<?> count(HttpRequest<?> request) {
        return limits.byAddress(request);
    }

    @ResponseFilter
    void addHeaders(HttpRequest<?> request, MutableHttpResponse<?> response) {
        limits.addHeaders(request, response);
    }
}
