package io.clubroom.web.connection;

import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.cors.CorsFilter;
import io.micronaut.web.router.RouteMatch;
import io.micronaut.web.router.RouteMatchUtils;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Answers requests that are not valid HTTP, and those that ask for what the server does not do. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class ProtocolFilter implements Ordered {
    private static final String IDENTITY = "identity";

    private final ErrorResponses errors;
    private final BodyLimits limits;

    /** The methods of paths that match another route, too: {@code /users/me} is no {@code /users/{id}}. */
    private final Map<String, Set<String>> methods;

    ProtocolFilter(ErrorResponses errors, BodyLimits limits, Router router) {
        this.errors = errors;
        this.limits = limits;
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
        // Pages of other origins can read these responses, too.
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
        HttpHeaders headers = request.getHeaders();
        // RequestGate refuses it over HTTP/1.1, with or without a length.
        if (request.getContentLength()
                > limits.of(request.getMethodName(), request.getPath()).bytes()) {
            return errors.of(request, ErrorCode.PAYLOAD_TOO_LARGE);
        }
        // A compressed body can take a thousand times its size.
        String encoding = headers.get(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null
                && !headers.getAll(HttpHeaders.CONTENT_ENCODING).stream().allMatch(IDENTITY::equalsIgnoreCase)) {
            return errors.of(request, ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Content-Encoding must be " + IDENTITY)
                    .header(HttpHeaders.ACCEPT_ENCODING, IDENTITY);
        }
        if (headers.contains(HttpHeaders.CONTENT_TYPE)
                && HttpMethod.permitsRequestBody(request.getMethod())
                && request.getContentType().isEmpty()) {
            return errors.of(request, ErrorCode.UNSUPPORTED_MEDIA_TYPE);
        }
        String accept = headers.get(HttpHeaders.ACCEPT);
        return accept != null && accept.contains("=0") && !isAcceptable(request)
                ? errors.of(request, ErrorCode.NOT_ACCEPTABLE)
                : null;
    }

    /** The framework ignores that a quality of 0 means "not acceptable" (RFC 9110 §12.4.2). */
    private static boolean isAcceptable(HttpRequest<?> request) {
        RouteMatch<?> route = RouteMatchUtils.findRouteMatch(request).orElse(null);
        return route == null
                || request.accept().isEmpty()
                || request.accept().stream().anyMatch(ProtocolFilter::isError)
                || route.getRouteInfo().getProduces().stream()
                        .allMatch(type -> isError(type) || precision(type) < 2 || isAcceptable(type, request.accept()));
    }

    private static boolean isAcceptable(MediaType type, Iterable<MediaType> ranges) {
        MediaType closest = null;
        for (MediaType range : ranges) {
            if (range.matches(type) && (closest == null || precision(range) > precision(closest))) {
                closest = range;
            }
        }
        return closest != null && closest.getQualityAsNumber().signum() > 0;
    }

    private static boolean isError(MediaType type) {
        return type.equals(MediaType.APPLICATION_JSON_PROBLEM_TYPE)
                && type.getQualityAsNumber().signum() > 0;
    }

    private static int precision(MediaType range) {
        return range.getType().equals("*") ? 0 : range.getSubtype().equals("*") ? 1 : 2;
    }
}
