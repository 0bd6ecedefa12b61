package io.clubroom.application.auth;

import io.clubroom.domain.auth.AccessTokens;
import io.clubroom.domain.auth.RefreshToken;
import io.clubroom.domain.auth.RefreshTokens;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.user.User;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/** Hands a user, once it is sure who they are, the tokens of a session. */
public final class OpenSession {
    /** How long a session lives on without being used. */
    private static final Duration IDLE_LIFETIME = Duration.ofDays(30);

    private final AccessTokens accessTokens;
    private final RefreshTokens refreshTokens;
    private final InstantSource clock;
    private final Supplier<String> secrets;

    /** @param secrets unguessable texts, at least 256 bits each */
    public OpenSession(
            AccessTokens accessTokens, RefreshTokens refreshTokens, InstantSource clock, Supplier<String> secrets) {
        this.accessTokens = accessTokens;
        this.refreshTokens = refreshTokens;
        this.clock = clock;
        this.secrets = secrets;
    }

    /** @param family the session that is continued, or a new one */
    public Session open(User user, UUID family) {
        Instant now = clock.instant();
        String refreshToken = secrets.get();
        refreshTokens.add(new RefreshToken(
                SecretHash.of(refreshToken),
                family,
                user.id(),
                user.tokenVersion(),
                now,
                now.plus(IDLE_LIFETIME),
                null));
        return new Session(user, accessTokens.issue(user, now), refreshToken);
    }
}
