package io.clubroom.web.file;

import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.web.router.RouteMatchUtils;
import org.jspecify.annotations.Nullable;

/** Refuses requests that use another version of tus. */
@ServerFilter({UploadController.PATH, UploadController.PATH + "/**"})
final class TusVersionFilter implements Ordered {
    private final ErrorResponses errors;

    TusVersionFilter(ErrorResponses errors) {
        this.errors = errors;
    }

    @Override
    public int getOrder() {
        return ServerFilterPhase.SECURITY.after();
    }

    /** All requests except OPTIONS must name the version. */
    @RequestFilter
    @Nullable
    HttpResponse<?> check(HttpRequest<?> request) {
        return request.getMethod() == HttpMethod.OPTIONS
                        || RouteMatchUtils.findRouteMatch(request).isEmpty()
                        || TusHeaders.VERSION.equals(request.getHeaders().get(TusHeaders.RESUMABLE))
                ? null
                : errors.of(request, ErrorCode.TUS_VERSION_UNSUPPORTED).header(TusHeaders.VERSIONS, TusHeaders.VERSION);
    }
}
