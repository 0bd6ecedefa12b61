package io.clubroom.application.auth;

import io.clubroom.domain.auth.AccessToken;
import io.clubroom.domain.user.User;

/** A signed-in user with the tokens of the session. */
public record Session(User user, AccessToken accessToken, String refreshToken) {
    @Override
    public String toString() {
        return "Session[user=" + user.id() + "]";
    }
}
