package io.clubroom.web.auth;

import com.nimbusds.jwt.JWT;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.validation.InvalidValue;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.token.jwt.validator.DefaultJwtAuthenticationFactory;
import io.micronaut.security.token.jwt.validator.JwtAuthenticationFactory;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes of the claims of a good token whom it names. */
@Singleton
@Replaces(DefaultJwtAuthenticationFactory.class)
final class Bearers implements JwtAuthenticationFactory {
    @Override
    public Optional<Authentication> createAuthentication(JWT token) {
        try {
            Map<String, Object> claims = token.getJWTClaimsSet().getClaims();
            return Optional.ofNullable(of(claims::get));
        } catch (ParseException unusable) {
            return Optional.empty();
        }
    }

    /** Null if they make no sense; tokens of before there was a version are of version 0. */
    static @Nullable Bearer of(Function<String, @Nullable Object> claims) {
        Object version = claims.apply(JwtAccessTokens.VERSION_CLAIM);
        if (!(claims.apply("sub") instanceof String subject)
                || !(claims.apply("role") instanceof String role)
                || !(claims.apply("exp") instanceof Date expires)
                || !(version == null || version instanceof Number)) {
            return null;
        }
        try {
            return new Bearer(
                    UserId.of(subject),
                    Role.of(role),
                    version instanceof Number n ? n.intValue() : 0,
                    expires.toInstant());
        } catch (InvalidValue unusable) {
            return null;
        }
    }
}
