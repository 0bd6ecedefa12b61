package io.clubroom.web.auth;

import com.nimbusds.jwt.JWT;
import io.clubroom.domain.auth.AccessTokenVerifier;
import io.clubroom.domain.auth.Actor;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.token.jwt.validator.JsonWebTokenValidator;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Tells other adapters what the framework's validation of tokens tells the calls over HTTP. */
@Singleton
final class JwtVerifier implements AccessTokenVerifier {
    private final JsonWebTokenValidator<JWT, HttpRequest<?>> tokens;
    private final Bearers bearers;

    JwtVerifier(JsonWebTokenValidator<JWT, HttpRequest<?>> tokens, Bearers bearers) {
        this.tokens = tokens;
        this.bearers = bearers;
    }

    @Override
    public Optional<Verified> verify(String token) {
        return tokens.validate(token, null)
                .flatMap(bearers::createAuthentication)
                .map(Bearer.class::cast)
                .map(bearer -> new Verified(
                        new Actor.SignedIn(bearer.user(), bearer.role()), bearer.tokenVersion(), bearer.expiresAt()));
    }
}
