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

/** Adds an error body to responses of the framework's filters that have only a status. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class ErrorBodyFilter implements Ordered {
    private final ErrorResponses errors;

    ErrorBodyFilter(ErrorResponses errors) {
        this.errors = errors;
    }

    @Override
    public int getOrder() {
        return ServerFilterPhase.FIRST.order();
    }

    /** Responses made before routing pass only the pre-matching filters. */
    @PreMatching
    @ResponseFilter
    void completeEarly(HttpRequest<?> request, MutableHttpResponse<?> response) {
        complete(request, response);
    }

    @ResponseFilter
    void complete(HttpRequest<?> request, MutableHttpResponse<?> response) {
        // The response to HEAD has no body.
        if (response.code() >= 400 && response.body() == null && request.getMethod() != HttpMethod.HEAD) {
            ErrorCode code = FrameworkErrorProcessor.code(response.code());
            errors.complete(request, response, code, code.description(), List.of());
        }
    }
}
