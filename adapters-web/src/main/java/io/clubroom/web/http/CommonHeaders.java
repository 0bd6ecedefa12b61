package io.clubroom.web.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpHeaders;
import io.micronaut.http.MutableHttpResponse;

/** The headers of every answer. */
public final class CommonHeaders {
    private CommonHeaders() {}

    /** Adds what is missing; an answer that says nothing else is not to be stored, for most hold personal data. */
    public static void addTo(MutableHttpResponse<?> response, HttpRequest<?> request) {
        MutableHttpHeaders headers = response.getHeaders();
        headers.set(RequestId.HEADER, RequestId.of(request));
        headers.set("X-Content-Type-Options", "nosniff");
        if (!headers.contains(HttpHeaders.CACHE_CONTROL)) {
            headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
        }
    }
}
