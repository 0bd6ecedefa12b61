package io.clubroom.web.auth;

import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.SignedJWT;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.security.token.Claims;
import io.micronaut.security.token.jwt.generator.claims.JwtClaimsSetAdapter;
import io.micronaut.security.token.jwt.validator.JsonWebTokenParser;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.util.Optional;

/** Reads what is a signed token from its first character to its last; the framework's parser takes white space around it. */
@Singleton
@Replaces(JsonWebTokenParser.class)
final class ExactTokens implements JsonWebTokenParser<JWT> {
    @Override
    public Optional<JWT> parse(String token) {
        try {
            SignedJWT parsed = SignedJWT.parse(token);
            return token.equals(parsed.getParsedString()) ? Optional.of(parsed) : Optional.empty();
        } catch (ParseException unusable) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Claims> parseClaims(String token) {
        try {
            Optional<JWT> parsed = parse(token);
            return parsed.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new JwtClaimsSetAdapter(parsed.get().getJWTClaimsSet()));
        } catch (ParseException unusable) {
            return Optional.empty();
        }
    }
}
