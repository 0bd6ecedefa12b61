package io.clubroom.web.auth;

import com.nimbusds.jwt.JWT;
import io.clubroom.domain.auth.TokenRevocations;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.token.Claims;
import io.micronaut.security.token.jwt.validator.GenericJwtClaimsValidator;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** Whether a token is good now: begun, not at its end, not revoked. Asks no database. */
@Singleton
final class CurrentClaims implements GenericJwtClaimsValidator<HttpRequest<?>> {
    private final TokenRevocations revocations;
    private final InstantSource clock;

    CurrentClaims(TokenRevocations revocations, InstantSource clock) {
        this.revocations = revocations;
        this.clock = clock;
    }

    @Override
    public boolean validate(Claims claims, @Nullable HttpRequest<?> request) {
        Bearer bearer = Bearers.of(claims::get);
        return bearer != null
                && isCurrent(bearer, claims.get(Claims.NOT_BEFORE) instanceof Date begins ? begins : null);
    }

    static @Nullable Date begins(JWT token) {
        try {
            return token.getJWTClaimsSet().getNotBeforeTime();
        } catch (ParseException impossible) {
            throw new IllegalStateException("was read before", impossible);
        }
    }

    boolean isCurrent(Bearer bearer, @Nullable Date begins) {
        Instant now = clock.instant();
        return now.isBefore(bearer.expiresAt())
                && (begins == null || !now.isBefore(begins.toInstant()))
                && !revocations.isRevoked(bearer.user(), bearer.tokenVersion());
    }
}
