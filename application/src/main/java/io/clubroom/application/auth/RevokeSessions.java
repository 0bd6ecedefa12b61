package io.clubroom.application.auth;

import io.clubroom.domain.auth.RefreshTokens;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.session.Session;
import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.session.Sessions;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Ends sessions with all their tokens. Each call runs in a transaction that has locked the user exclusively ({@link Users#lockExclusively}),
 * except {@link #endSurplus}.
 */
public final class RevokeSessions {
    /** A user has at most as many sessions; the oldest one ends when another one is opened. */
    public static final int MAX_SESSIONS = 1_000;

    private final Sessions sessions;
    private final RefreshTokens refreshTokens;
    private final TokenRevocations revocations;
    private final Users users;
    private final InstantSource clock;

    public RevokeSessions(
            Sessions sessions,
            RefreshTokens refreshTokens,
            TokenRevocations revocations,
            Users users,
            InstantSource clock) {
        this.sessions = sessions;
        this.refreshTokens = refreshTokens;
        this.revocations = revocations;
        this.users = users;
        this.clock = clock;
    }

    /** Ends the session. Returns false if the user has no such session. */
    public boolean end(User user, SessionId id) {
        return sessions.find(id)
                .filter(session -> session.user().equals(user.id()))
                .map(session -> {
                    boolean live = session.isLive(user, clock.instant());
                    end(session);
                    return live;
                })
                .orElse(false);
    }

    /** Ends all sessions of the user, and tokens without a session, but this session. */
    public void endAll(User user, @Nullable SessionId except) {
        User ended = user.withTokensEnded();
        users.update(ended);
        sessions.removeAll(user.id(), except);
        if (except != null) {
            sessions.find(except).map(session -> session.spared(ended)).ifPresent(sessions::update);
        }
        revocations.revokeBelow(user.id(), ended.tokenVersion(), except);
    }

    /** Ends all sessions and tokens of a user whose token version has been raised. */
    public void endEarlier(User changed) {
        endEarlier(changed, null);
    }

    /** Like {@link #endEarlier(User)}, but keeps the row of this session, which goes on with new tokens. */
    public void endEarlier(User changed, @Nullable SessionId except) {
        sessions.removeAll(changed.id(), except);
        revocations.revokeBelow(changed.id(), changed.tokenVersion());
    }

    /** Ends the user's oldest sessions if there are too many. */
    void endSurplus(UserId user) {
        sessions.list(user, MAX_SESSIONS).forEach(this::end);
    }

    private void end(Session session) {
        sessions.remove(session.id());
        refreshTokens.removeFamily(session.id().value());
        if (clock.instant().isBefore(session.accessExpiresAt())) {
            revocations.revoke(session.id(), session.accessExpiresAt());
        }
    }
}
