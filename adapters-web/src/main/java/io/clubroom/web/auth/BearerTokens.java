package io.clubroom.web.auth;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads who is asking from the {@code Authorization} header (RFC 6750 §2.1). */
@Singleton
final class BearerTokens {
    private static final String SCHEME = "Bearer ";
    private static final String REFUSED = "clubroom.token-refused";

    private final JwtAccessTokens tokens;

    BearerTokens(JwtAccessTokens tokens) {
        this.tokens = tokens;
    }

    /** Whether the request came with a token that was not accepted. */
    static boolean isRefused(HttpRequest<?> request) {
        return request.getAttribute(REFUSED).isPresent();
    }

    /** Null if nobody says who they are, or nobody who does is believed. */
    @Nullable
    Bearer read(HttpRequest<?> request) {
        List<String> headers = request.getHeaders().getAll(HttpHeaders.AUTHORIZATION);
        if (headers.isEmpty() || !headers.getFirst().regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        if (headers.size() == 1) {
            Optional<Bearer> bearer =
                    tokens.verify(headers.getFirst().substring(SCHEME.length()).strip());
            if (bearer.isPresent()) {
                return bearer.get();
            }
        }
        request.setAttribute(REFUSED, true);
        return null;
    }
}
