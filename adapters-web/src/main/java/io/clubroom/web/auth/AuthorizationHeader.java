package io.clubroom.web.auth;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.token.bearer.BearerTokenReader;
import io.micronaut.security.token.reader.TokenReader;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Finds the token in the {@code Authorization} header (RFC 6750 §2.1), of which there may be one; the framework's takes the first of many. */
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

    /** Whether somebody says who they are, be it true or not. */
    public static boolean isTried(HttpRequest<?> request) {
        return isBearer(request.getHeaders().getAll(HttpHeaders.AUTHORIZATION));
    }

    private static boolean isBearer(List<String> headers) {
        return !headers.isEmpty() && headers.getFirst().regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }
}
