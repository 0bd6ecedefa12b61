package io.clubroom.application.user;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;

/** Shows a user, to themselves and to administrators. */
public final class GetUser {
    /** What came of it. */
    public sealed interface Result {
        record Found(User user) implements Result {}

        record NotAllowed() implements Result {}

        record NotFound() implements Result {}
    }

    private final Users users;

    public GetUser(Users users) {
        this.users = users;
    }

    public Result get(Actor actor, UserId id) {
        if (!actor.is(id) && !actor.isAdmin()) {
            return new Result.NotAllowed();
        }
        return users.find(id).<Result>map(Result.Found::new).orElseGet(Result.NotFound::new);
    }
}
