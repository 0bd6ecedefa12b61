package io.clubroom.web.auth;

import com.nimbusds.jwt.SignedJWT;
import io.clubroom.domain.auth.AccessTokenVerifier;
import io.clubroom.domain.auth.Actor;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.util.Optional;

/** Tells other adapters what {@link JwtAccessTokens} tells the calls over HTTP. */
@Singleton
final class JwtVerifier implements AccessTokenVerifier {
    private final JwtAccessTokens tokens;

    JwtVerifier(JwtAccessTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Optional<Verified> verify(String token) {
        Optional<Bearer> bearer = tokens.verify(token);
        if (bearer.isEmpty()) {
            return Optional.empty();
        }
        try {
            // A token that is good has an expiry.
            var expiresAt = SignedJWT.parse(token).getJWTClaimsSet().getExpirationTime();
            Bearer known = bearer.get();
            return Optional.of(new Verified(
                    new Actor.SignedIn(known.user(), known.role()), known.tokenVersion(), expiresAt.toInstant()));
        } catch (ParseException impossible) {
            throw new AssertionError("it was parsed before", impossible);
        }
    }
}
