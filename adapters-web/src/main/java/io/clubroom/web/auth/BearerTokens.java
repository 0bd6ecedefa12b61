package io.clubroom.web.auth;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.filters.AuthenticationFetcher;
import io.micronaut.security.token.TokenAuthenticationFetcher;
import jakarta.inject.Singleton;
import java.util.List;
import org.reactivestreams.Publisher;

/**
 * Reads who is asking from the {@code Authorization} header (RFC 6750 §2.1). The framework's own way is replaced, for it
 * accepts unsigned tokens when no signature is configured, and writes the header to the debug log.
 */
@Singleton
@Replaces(TokenAuthenticationFetcher.class)
final class BearerTokens implements AuthenticationFetcher<HttpRequest<?>> {
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

    @Override
    public Publisher<Authentication> fetchAuthentication(HttpRequest<?> request) {
        List<String> headers = request.getHeaders().getAll(HttpHeaders.AUTHORIZATION);
        if (headers.isEmpty() || !headers.getFirst().regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Publishers.empty();
        }
        if (headers.size() == 1) {
            var bearer =
                    tokens.verify(headers.getFirst().substring(SCHEME.length()).strip());
            if (bearer.isPresent()) {
                return Publishers.just(bearer.get());
            }
        }
        request.setAttribute(REFUSED, true);
        return Publishers.empty();
    }
}
