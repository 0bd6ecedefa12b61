package io.clubroom.application.auth;

import io.clubroom.domain.auth.RefreshTokens;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.session.Session;
import io.clubroom.domain.session.Sessions;
import java.time.InstantSource;

/** Ends a session with all its tokens, in a transaction that has locked its user. */
public final class RevokeSession {
    private final Sessions sessions;
    private final RefreshTokens refreshTokens;
    private final TokenRevocations revocations;
    private final InstantSource clock;

    public RevokeSession(
            Sessions sessions, RefreshTokens refreshTokens, TokenRevocations revocations, InstantSource clock) {
        this.sessions = sessions;
        this.refreshTokens = refreshTokens;
        this.revocations = revocations;
        this.clock = clock;
    }

    public void revoke(Session session) {
        sessions.remove(session.id());
        refreshTokens.removeFamily(session.id().value());
        if (clock.instant().isBefore(session.accessExpiresAt())) {
            revocations.revoke(session.id(), session.accessExpiresAt());
        }
    }
}
