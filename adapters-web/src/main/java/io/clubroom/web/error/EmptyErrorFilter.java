package io.clubroom.web.error;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.http.server.annotation.PreMatching;
import java.util.List;

/** Gives errors that a filter of the framework answered with a bare status our shape. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class EmptyErrorFilter implements Ordered {
    private final ErrorResponses errors;

    EmptyErrorFilter(ErrorResponses errors) {
        this.errors = errors;
    }

    @Override
    public int getOrder() {
        return ServerFilterPhase.FIRST.order();
    }

    /** Answers that are given before a route is looked for never reach the other filters. */
    @PreMatching
    @ResponseFilter
    void completeEarly(HttpRequest<?> request, MutableHttpResponse<?> response) {
        complete(request, response);
    }

    @ResponseFilter
    void complete(HttpRequest<?> request, MutableHttpResponse<?> response) {
        // The answer to HEAD is meant to be empty.
        if (response.code() >= 400 && response.body() == null && request.getMethod() != HttpMethod.HEAD) {
            ErrorCode code = FrameworkErrors.code(request, response.code());
            errors.complete(request, response, code, code.description(), List.of());
        }
    }
}
