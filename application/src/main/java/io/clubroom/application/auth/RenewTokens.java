package io.clubroom.application.auth;

import io.clubroom.domain.auth.AccessTokenLifetime;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.session.Session;
import io.clubroom.domain.session.Sessions;
import io.clubroom.domain.user.User;
import java.time.InstantSource;

/** Continues a session with new tokens, in a transaction that holds the lock of its user. */
public final class RenewTokens {
    private final Sessions sessions;
    private final AccessTokenLifetime accessTokenLifetime;
    private final IssueTokens issueTokens;
    private final InstantSource clock;

    public RenewTokens(
            Sessions sessions, AccessTokenLifetime accessTokenLifetime, IssueTokens issueTokens, InstantSource clock) {
        this.sessions = sessions;
        this.accessTokenLifetime = accessTokenLifetime;
        this.issueTokens = issueTokens;
        this.clock = clock;
    }

    /** @param device the device that gets the tokens */
    public OpenedSession renew(User user, Session session, Device device) {
        Session continued = session.continued(user, device, clock.instant(), accessTokenLifetime.value());
        sessions.update(continued);
        return issueTokens.issue(user, continued);
    }
}
