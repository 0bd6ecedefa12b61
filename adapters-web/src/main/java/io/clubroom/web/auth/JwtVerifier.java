package io.clubroom.web.auth;

import io.clubroom.domain.auth.AccessTokenVerifier;
import io.clubroom.domain.auth.Actor;
import jakarta.inject.Singleton;
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
        return tokens.read(token).map(claims -> {
            Bearer bearer = claims.bearer();
            return new Verified(
                    new Actor.SignedIn(bearer.user(), bearer.role()), bearer.tokenVersion(), claims.expires());
        });
    }
}
