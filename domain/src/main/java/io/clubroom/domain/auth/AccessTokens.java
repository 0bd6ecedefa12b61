package io.clubroom.domain.auth;

import io.clubroom.domain.user.User;
import java.time.Instant;

/** Issues access tokens. */
public interface AccessTokens {
    /** A token for this user as they are now, carrying their {@link User#tokenVersion()}. */
    AccessToken issue(User user, Instant now);
}
