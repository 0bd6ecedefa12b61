package io.clubroom.application.auth;

import io.clubroom.domain.auth.AccessTokenLifetime;
import io.clubroom.domain.auth.AccessTokens;
import io.clubroom.domain.auth.RefreshToken;
import io.clubroom.domain.auth.RefreshTokens;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.factor.SecondFactorPolicy;
import io.clubroom.domain.factor.SecondFactors;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.session.Session;
import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.session.Sessions;
import io.clubroom.domain.session.SignInMethod;
import io.clubroom.domain.user.User;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Opens and continues sessions of authenticated users and issues their tokens. Each call runs in a transaction that locks the user, so that
 * the session begins before any change that ends it.
 */
public final class OpenSession {
    private final Sessions sessions;
    private final RevokeSessions revokeSessions;
    private final AccessTokens accessTokens;
    private final AccessTokenLifetime accessTokenLifetime;
    private final RefreshTokens refreshTokens;
    private final SecondFactors factors;
    private final SecondFactorPolicy policy;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final Supplier<String> secrets;

    /** @param secrets supplies random strings of at least 256 bits */
    public OpenSession(
            Sessions sessions,
            RevokeSessions revokeSessions,
            AccessTokens accessTokens,
            AccessTokenLifetime accessTokenLifetime,
            RefreshTokens refreshTokens,
            SecondFactors factors,
            SecondFactorPolicy policy,
            InstantSource clock,
            Supplier<UUID> ids,
            Supplier<String> secrets) {
        this.sessions = sessions;
        this.revokeSessions = revokeSessions;
        this.accessTokens = accessTokens;
        this.accessTokenLifetime = accessTokenLifetime;
        this.refreshTokens = refreshTokens;
        this.factors = factors;
        this.policy = policy;
        this.clock = clock;
        this.ids = ids;
        this.secrets = secrets;
    }

    /**
     * Opens a new session. The user's oldest session ends if there are too many.
     *
     * @param methods by which the user has just proved who they are
     */
    public OpenedSession open(User user, SignInMethod method, Set<AuthenticationMethod> methods, Device device) {
        Instant now = clock.instant();
        Session session = Session.opened(
                new SessionId(ids.get()), user, method, methods, device, now, accessTokenLifetime.value());
        sessions.add(session);
        revokeSessions.endSurplus(user.id());
        return issue(user, session, now);
    }

    /** Continues the session with new tokens; it counts as used on this device. */
    public OpenedSession proceed(User user, Session session, Device device) {
        Instant now = clock.instant();
        Session continued = session.continued(user, device, now, accessTokenLifetime.value());
        sessions.update(continued);
        return issue(user, continued, now);
    }

    private OpenedSession issue(User user, Session session, Instant now) {
        String refreshToken = secrets.get();
        refreshTokens.add(new RefreshToken(
                SecretHash.of(refreshToken),
                session.id().value(),
                user.id(),
                user.tokenVersion(),
                now,
                now.plus(Session.IDLE_LIFETIME),
                null));
        boolean mustEnroll =
                policy.requiresOf(user.role()) && factors.of(user.id()).isEmpty();
        return new OpenedSession(user, accessTokens.issue(user, session, mustEnroll, now), refreshToken, mustEnroll);
    }
}
