package io.clubroom.web.http;

import io.clubroom.web.client.Clients;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpHeaders;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** The headers of every response. */
@Singleton
public final class CommonHeaders {
    private static final String HSTS = "Strict-Transport-Security";
    private static final String CONTENT_SECURITY_POLICY = "Content-Security-Policy";
    private static final String ONE_YEAR = "max-age=31536000";

    private final Clients clients;

    CommonHeaders(Clients clients) {
        this.clients = clients;
    }

    /** Adds the headers. Responses are not cacheable unless they specify otherwise, because most contain personal data. */
    public void addTo(MutableHttpResponse<?> response, HttpRequest<?> request) {
        MutableHttpHeaders headers = response.getHeaders();
        headers.set(HttpHeaders.DATE, HttpDate.now());
        headers.set(RequestId.HEADER, RequestId.of(request));
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        addIfMissing(headers, HttpHeaders.CACHE_CONTROL, "no-store");
        // Pages set their own policy.
        if (!isPage(response.getContentType().orElse(null))) {
            addIfMissing(headers, CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
        }
        if (clients.isSecure(request)) {
            headers.set(HSTS, ONE_YEAR);
        }
    }

    private static boolean isPage(@Nullable MediaType type) {
        return type != null && type.getName().startsWith(MediaType.TEXT_HTML);
    }

    private static void addIfMissing(MutableHttpHeaders headers, String name, String value) {
        if (!headers.contains(name)) {
            headers.set(name, value);
        }
    }
}
