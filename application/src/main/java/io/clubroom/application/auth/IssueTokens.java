package io.clubroom.application.auth;

import io.clubroom.domain.auth.AccessTokens;
import io.clubroom.domain.auth.RefreshToken;
import io.clubroom.domain.auth.RefreshTokens;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.factor.SecondFactorPolicy;
import io.clubroom.domain.factor.SecondFactors;
import io.clubroom.domain.session.Session;
import io.clubroom.domain.user.User;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Issues tokens for a session, in the transaction that opens or continues it. */
public final class IssueTokens {
    private final AccessTokens accessTokens;
    private final RefreshTokens refreshTokens;
    private final SecondFactors factors;
    private final SecondFactorPolicy policy;
    private final InstantSource clock;
    private final Supplier<String> secrets;

    /** @param secrets supplies random strings of at least 256 bits */
    public IssueTokens(
            AccessTokens accessTokens,
            RefreshTokens refreshTokens,
            SecondFactors factors,
            SecondFactorPolicy policy,
            InstantSource clock,
            Supplier<String> secrets) {
        this.accessTokens = accessTokens;
        this.refreshTokens = refreshTokens;
        this.factors = factors;
        this.policy = policy;
        this.clock = clock;
        this.secrets = secrets;
    }

    /** Issues tokens. If the user's role requires a second factor and there is none, the access token is valid only for adding one. */
    public OpenedSession issue(User user, Session session) {
        Instant now = clock.instant();
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
