package io.clubroom.application.auth;

import io.clubroom.domain.auth.AccessToken;
import io.clubroom.domain.user.User;

/** What a user holds after signing in. */
public record Session(User user, AccessToken accessToken, String refreshToken) {
    @Override
    public String toString() {
        return "Session[user=" + user.id() + "]";
    }
}
