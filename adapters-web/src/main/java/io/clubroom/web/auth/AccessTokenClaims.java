package io.clubroom.web.auth;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.auth.VerifiedToken;
import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.validation.InvalidValue;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.token.Claims;
import io.micronaut.security.token.jwt.validator.GenericJwtClaimsValidator;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Checks the claims of an access token (RFC 7519 §4.1), its times by the application's clock, and its revocation. */
@Singleton
final class AccessTokenClaims implements GenericJwtClaimsValidator<HttpRequest<?>> {
    static final String ROLE = "role";
    static final String TOKEN_VERSION = "ver";

    /** OpenID Connect Front-Channel Logout §3. */
    static final String SESSION = "sid";

    /** OpenID Connect Core §2, in seconds. */
    static final String AUTHENTICATION_TIME = "auth_time";

    /** OpenID Connect Core §2. */
    static final String AUTHENTICATION_METHODS = "amr";

    static final String ENROLLMENT_ONLY = "enrollment_only";

    private final TokenRevocations revocations;
    private final InstantSource clock;

    AccessTokenClaims(TokenRevocations revocations, InstantSource clock) {
        this.revocations = revocations;
        this.clock = clock;
    }

    @Override
    public boolean validate(Claims claims, @Nullable HttpRequest<?> request) {
        VerifiedToken token = read(claims::get);
        return token != null
                && isCurrent(token, clock.instant())
                && hasBegun(claims.get(Claims.NOT_BEFORE))
                // Our tokens have no audience, so a token with one is meant for another recipient (RFC 7519 §4.1.3).
                && claims.get(Claims.AUDIENCE) == null;
    }

    private boolean hasBegun(@Nullable Object notBefore) {
        return !(notBefore instanceof Date begin) || !clock.instant().isBefore(begin.toInstant());
    }

    /** Whether the token is neither expired nor revoked. Does not block. */
    boolean isCurrent(VerifiedToken token, Instant now) {
        return now.isBefore(token.expiresAt()) && !revocations.isRevoked(token.bearer());
    }

    /**
     * Returns the token with these claims; null if a claim is missing or malformed. A token without a version has version 0; one that was
     * issued before sessions existed has no session.
     */
    static @Nullable VerifiedToken read(Function<String, @Nullable Object> claims) {
        Object version = claims.apply(TOKEN_VERSION);
        Object session = claims.apply(SESSION);
        Object authenticationTime = claims.apply(AUTHENTICATION_TIME);
        if (!(claims.apply(Claims.SUBJECT) instanceof String subject)
                || !(claims.apply(ROLE) instanceof String role)
                || !(claims.apply(Claims.EXPIRATION_TIME) instanceof Date expiration)
                || !(version == null || version instanceof Number)
                || !(session == null || session instanceof String)
                || !(authenticationTime == null || authenticationTime instanceof Number)) {
            return null;
        }
        try {
            return new VerifiedToken(
                    new Actor.SignedIn(
                            UserId.of(subject),
                            Role.of(role),
                            version instanceof Number number ? number.intValue() : 0,
                            session instanceof String id ? SessionId.of(id) : null,
                            session != null && authenticationTime instanceof Number seconds
                                    ? Instant.ofEpochSecond(seconds.longValue())
                                    : null,
                            Boolean.TRUE.equals(claims.apply(ENROLLMENT_ONLY))),
                    expiration.toInstant());
        } catch (InvalidValue malformed) {
            return null;
        }
    }
}
