package io.clubroom.web.auth;

import com.nimbusds.jwt.JWT;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.filters.AuthenticationFetcher;
import io.micronaut.security.token.TokenAuthenticationFetcher;
import io.micronaut.security.token.jwt.validator.JsonWebTokenValidator;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Whom the token of a request names, by the framework's validation; a token that was good is not read again, but looked at again each time.
 * What is published is known before anybody asks.
 */
@Singleton
@Replaces(TokenAuthenticationFetcher.class)
public final class BearerFetcher implements AuthenticationFetcher<HttpRequest<?>> {
    /** How many tokens are kept in the form that they are asked for. */
    private static final int MAX_KNOWN = 4_096;

    private static final Mono<Authentication> NOBODY = Mono.empty();

    private final AuthorizationHeader header;
    private final JsonWebTokenValidator<JWT, HttpRequest<?>> tokens;
    private final Bearers bearers;
    private final CurrentClaims claims;

    /** By header and claims, which are no secret; the signature is compared in a time that tells nothing of it. */
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(
            byte[] signature, Bearer bearer, @Nullable Date begins, Mono<Authentication> published) {}

    BearerFetcher(
            AuthorizationHeader header,
            JsonWebTokenValidator<JWT, HttpRequest<?>> tokens,
            Bearers bearers,
            CurrentClaims claims) {
        this.header = header;
        this.tokens = tokens;
        this.bearers = bearers;
        this.claims = claims;
    }

    @Override
    public Publisher<Authentication> fetchAuthentication(HttpRequest<?> request) {
        Optional<String> token = header.findToken(request);
        Known good = token.isEmpty() ? null : verify(token.get());
        return good == null ? NOBODY : good.published;
    }

    private @Nullable Known verify(String token) {
        int dot = token.lastIndexOf('.');
        if (dot < 0) {
            return null;
        }
        String content = token.substring(0, dot);
        byte[] signature = token.substring(dot).getBytes(StandardCharsets.UTF_8);
        Known good = known.get(content);
        if (good != null) {
            return MessageDigest.isEqual(signature, good.signature) && claims.isCurrent(good.bearer, good.begins)
                    ? good
                    : null;
        }
        JWT validated = tokens.validate(token, null).orElse(null);
        if (validated == null || !(bearers.createAuthentication(validated).orElse(null) instanceof Bearer bearer)) {
            return null;
        }
        good = new Known(signature, bearer, CurrentClaims.begins(validated), Mono.just(bearer));
        if (known.size() >= MAX_KNOWN) {
            known.clear();
        }
        known.put(content, good);
        return good;
    }
}
