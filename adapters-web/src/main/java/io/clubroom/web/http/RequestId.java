package io.clubroom.web.http;

import io.micronaut.http.HttpRequest;
import java.util.UUID;

/** Names a request in its answer and in the log: as its client did, if that is sane, else anew. */
public final class RequestId {
    public static final String HEADER = "X-Request-Id";

    private static final String ATTRIBUTE = "clubroom.request-id";
    private static final int MAX_LENGTH = 128;

    private RequestId() {}

    /** The id of this request, the same at every call. */
    public static String of(HttpRequest<?> request) {
        if (request.getAttribute(ATTRIBUTE).orElse(null) instanceof String known) {
            return known;
        }
        String given = request.getHeaders().get(HEADER);
        String id = given != null && isSane(given) ? given : UUID.randomUUID().toString();
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }

    private static boolean isSane(String id) {
        // What it may contain can neither break a log line nor a header.
        return !id.isEmpty()
                && id.length() <= MAX_LENGTH
                && id.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || c == '.'
                                || c == '_'
                                || c == '-');
    }
}
