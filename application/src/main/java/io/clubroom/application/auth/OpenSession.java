package io.clubroom.application.auth;

import io.clubroom.domain.auth.AccessTokenLifetime;
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
 * Opens a session for an authenticated user and issues its tokens. Must be called in a transaction that has locked the user, so that the
 * session begins before any change that ends it.
 */
public final class OpenSession {
    /** The maximum number of sessions of a user; the oldest one ends when there would be more. */
    public static final int MAX_SESSIONS = 1_000;

    private final Sessions sessions;
    private final RevokeSession revokeSession;
    private final AccessTokenLifetime accessTokenLifetime;
    private final IssueTokens issueTokens;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    public OpenSession(
            Sessions sessions,
            RevokeSession revokeSession,
            AccessTokenLifetime accessTokenLifetime,
            IssueTokens issueTokens,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.sessions = sessions;
        this.revokeSession = revokeSession;
        this.accessTokenLifetime = accessTokenLifetime;
        this.issueTokens = issueTokens;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Opens a new session. The user's oldest session ends if there are too many.
     *
     * @param methods the methods by which the user has just proved who they are
     */
    public OpenedSession open(User user, SignInMethod method, Set<AuthenticationMethod> methods, Device device) {
        Instant now = clock.instant();
        Session session = Session.opened(
                new SessionId(ids.get()), user, method, methods, device, now, accessTokenLifetime.value());
        if (!sessions.add(session, MAX_SESSIONS)) {
            sessions.list(user.id(), MAX_SESSIONS - 1).forEach(revokeSession::revoke);
            sessions.add(session, MAX_SESSIONS);
        }
        return issueTokens.issue(user, session);
    }
}
