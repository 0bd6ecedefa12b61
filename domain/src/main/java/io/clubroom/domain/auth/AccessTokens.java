package io.clubroom.domain.auth;

import io.clubroom.domain.session.Session;
import io.clubroom.domain.user.User;
import java.time.Instant;

/** Issues access tokens. */
public interface AccessTokens {
    /**
     * Issues a token for the session with the user's current role and {@link User#tokenVersion()}.
     *
     * @param enrollmentOnly whether the token is valid only for adding a second factor
     */
    AccessToken issue(User user, Session session, boolean enrollmentOnly, Instant now);
}
