package io.clubroom.web.http;

import io.micronaut.http.HttpRequest;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The id of a request in its response and in the log: the client's {@code X-Request-Id} if it is safe, otherwise a new one. */
public final class RequestId {
    public static final String HEADER = "X-Request-Id";

    private static final String ATTRIBUTE = "clubroom.request-id";
    private static final int MAX_LENGTH = 128;

    private RequestId() {}

    /** The id of the request; the same for each call. */
    public static String of(HttpRequest<?> request) {
        if (request.getAttribute(ATTRIBUTE).orElse(null) instanceof String known) {
            return known;
        }
        String given = request.getHeaders().get(HEADER);
        String id = given != null && isSafe(given) ? given : fresh();
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }

    /** A version 4 UUID (RFC 9562 §5.4). It is not a secret, so a fast random generator is enough. */
    private static String fresh() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(
                        random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL | 0x4000L,
                        random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L)
                .toString();
    }

    private static boolean isSafe(String id) {
        // These characters are safe in headers and log lines.
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
