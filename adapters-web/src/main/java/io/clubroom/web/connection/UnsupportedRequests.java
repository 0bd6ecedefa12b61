package io.clubroom.web.connection;

import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.web.router.RouteMatch;
import io.micronaut.web.router.RouteMatchUtils;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Refuses requests with unsupported bodies or response formats, based on their headers. */
@Singleton
public final class UnsupportedRequests {
    /** The prefix of paths that name a room. */
    static final String ROOMS = "/api/chat/rooms/";

    private static final String IDENTITY = "identity";

    private final ErrorResponses errors;

    UnsupportedRequests(ErrorResponses errors) {
        this.errors = errors;
    }

    /** Returns the response to an unsupported request; null if the request is supported. */
    public @Nullable HttpResponse<?> refusal(HttpRequest<?> request) {
        HttpHeaders headers = request.getHeaders();
        // A compressed body can expand to a thousand times its size.
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
                || request.accept().stream().anyMatch(UnsupportedRequests::isError)
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
