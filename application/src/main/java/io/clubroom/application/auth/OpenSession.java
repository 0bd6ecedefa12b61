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

/** Issues the tokens of a session to an authenticated user. */
public final class OpenSession {
    /** How long a session lasts without a refresh. */
    private static final Duration IDLE_LIFETIME = Duration.ofDays(30);

    private final AccessTokens accessTokens;
    private final RefreshTokens refreshTokens;
    private final InstantSource clock;
    private final Supplier<String> secrets;

    /** @param secrets supplies random strings of at least 256 bits */
    public OpenSession(
            AccessTokens accessTokens, RefreshTokens refreshTokens, InstantSource clock, Supplier<String> secrets) {
        this.accessTokens = accessTokens;
        this.refreshTokens = refreshTokens;
        this.clock = clock;
        this.secrets = secrets;
    }

    /**
     * @param user locked by the current transaction, so that the session begins before any change that ends it
     * @param family identifies the session: a new id for a new session, the same id when it continues
     */
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
