package io.clubroom.web.auth;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.token.bearer.BearerTokenReader;
import io.micronaut.security.token.reader.TokenReader;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Reads the access token from the {@code Authorization} header (RFC 6750 §2.1). A request with several such headers is
 * ambiguous and has no token, where the framework's reader would take the first.
 */
@Singleton
@Replaces(BearerTokenReader.class)
public final class AuthorizationHeader implements TokenReader<HttpRequest<?>> {
    private static final String SCHEME = "Bearer ";

    @Override
    public Optional<String> findToken(HttpRequest<?> request) {
        List<String> headers = request.getHeaders().getAll(HttpHeaders.AUTHORIZATION);
        return headers.size() == 1 && isBearer(headers)
                ? Optional.of(headers.getFirst().substring(SCHEME.length()).strip())
                : Optional.empty();
    }

    /** Whether the request presents an access token, valid or not. */
    public static boolean hasToken(HttpRequest<?> request) {
        return isBearer(request.getHeaders().getAll(HttpHeaders.AUTHORIZATION));
    }

    private static boolean isBearer(List<String> headers) {
        return !headers.isEmpty() && headers.getFirst().regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }
}
