package io.clubroom.web.http;

import io.micronaut.http.HttpRequest;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

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
        String id = given != null && isSane(given) ? given : fresh();
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }

    /** A UUID of version 4 (RFC 9562 §5.4). It is no secret, so it need not cost what a secret costs. */
    private static String fresh() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(
                        random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL | 0x4000L,
                        random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L)
                .toString();
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
