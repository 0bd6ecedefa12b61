package io.clubroom.domain.auth;

import io.clubroom.domain.user.User;
import java.time.Instant;

/** Issues access tokens. */
public interface AccessTokens {
    /** Issues a token with the user's current role and {@link User#tokenVersion()}. */
    AccessToken issue(User user, Instant now);
}
