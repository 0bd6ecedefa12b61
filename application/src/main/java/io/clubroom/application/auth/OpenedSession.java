package io.clubroom.application.auth;

import io.clubroom.domain.auth.AccessToken;
import io.clubroom.domain.user.User;

/**
 * A signed-in user, with the tokens of the session.
 *
 * @param enrollmentRequired whether the access token is valid only for adding a second factor
 */
public record OpenedSession(User user, AccessToken accessToken, String refreshToken, boolean enrollmentRequired) {
    @Override
    public String toString() {
        return "OpenedSession[user=" + user.id() + "]";
    }
}
