package io.clubroom.web.connection;

import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.cors.CorsFilter;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Answers requests that are not valid HTTP, and requests for unsupported features. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class ProtocolFilter implements Ordered {
    private final ErrorResponses errors;
    private final BodyLimits limits;
    private final UnsupportedRequests unsupported;

    /** The methods of paths that also match another route: {@code /users/me} is not a {@code /users/{id}}. */
    private final Map<String, Set<String>> methods;

    ProtocolFilter(ErrorResponses errors, BodyLimits limits, UnsupportedRequests unsupported, Router router) {
        this.errors = errors;
        this.limits = limits;
        this.unsupported = unsupported;
        this.methods = methodsOfLiteralPaths(router);
    }

    private static Map<String, Set<String>> methodsOfLiteralPaths(Router router) {
        Map<String, Set<String>> methods = new HashMap<>();
        List<UriRouteInfo<?, ?>> routes = router.uriRoutes().toList();
        for (UriRouteInfo<?, ?> route : routes) {
            String path = route.getUriMatchTemplate().toString();
            if (routes.stream()
                    .anyMatch(other -> other.getUriMatchTemplate().toString().contains("{")
                            && other.match(path).isPresent())) {
                methods.computeIfAbsent(path, _ -> new TreeSet<>()).add(route.getHttpMethodName());
            }
        }
        methods.keySet().removeIf(path -> path.contains("{"));
        return methods;
    }

    @Override
    public int getOrder() {
        // After the CORS filter, so that pages of other origins can read these responses.
        return CorsFilter.CORS_FILTER_ORDER + 1;
    }

    @RequestFilter
    @Nullable
    HttpResponse<?> check(HttpRequest<?> request) {
        ErrorCode refused = RefusedRequest.code(request);
        if (refused != null) {
            return errors.of(request, refused);
        }
        // Methods are case-sensitive; the framework's are not.
        if (!request.getMethod().name().equals(request.getMethodName())) {
            return errors.of(request, ErrorCode.NOT_IMPLEMENTED);
        }
        Set<String> allowed = methods.get(request.getPath());
        if (allowed != null && !allowed.contains(request.getMethodName())) {
            return errors.of(request, ErrorCode.METHOD_NOT_ALLOWED)
                    .header(HttpHeaders.ALLOW, String.join(",", allowed));
        }
        // RequestGate refuses it over HTTP/1.1, with or without a length.
        if (request.getContentLength()
                > limits.of(request.getMethodName(), request.getPath()).bytes()) {
            return errors.of(request, ErrorCode.PAYLOAD_TOO_LARGE);
        }
        // If the path names a room, RoomExistenceFilter first checks that it exists for the caller.
        return request.getPath().startsWith(UnsupportedRequests.ROOMS) ? null : unsupported.refusal(request);
    }
}
