package io.clubroom.bootstrap.architecture.planted.application;

import io.clubroom.domain.password.PasswordHash;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;

/** No violation by itself: it has no actor. */
public final class ChangesWithoutAnActor {
    private final Users users;

    ChangesWithoutAnActor(Users users) {
        this.users = users;
    }

    void act(User user, PasswordHash hash) {
        users.renewPasswordHash(user.id(), hash, hash);
    }
}
