package io.clubroom.application.auth;

import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.session.Sessions;
import io.clubroom.domain.user.User;
import org.jspecify.annotations.Nullable;

/** Ends all sessions and tokens of a user, in a transaction that has locked the user exclusively and raised the token version. */
public final class RevokeSessions {
    private final Sessions sessions;
    private final TokenRevocations revocations;

    public RevokeSessions(Sessions sessions, TokenRevocations revocations) {
        this.sessions = sessions;
        this.revocations = revocations;
    }

    /**
     * @param changed the user with the new token version
     * @param kept a session that continues with new tokens, null if all end
     */
    public void revoke(User changed, @Nullable SessionId kept) {
        sessions.removeAll(changed.id(), kept);
        revocations.revokeBelow(changed.id(), changed.tokenVersion());
    }
}
