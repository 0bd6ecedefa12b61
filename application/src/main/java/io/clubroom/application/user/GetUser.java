package io.clubroom.application.user;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Returns a user to that user or to an administrator. */
public final class GetUser {
    public sealed interface Result {
        record Found(User user) implements Result {}

        record NotAllowed() implements Result {}

        record NotFound() implements Result {}
    }

    private final Users users;

    public GetUser(Users users) {
        this.users = users;
    }

    /** Asynchronous, because it is the most frequent call: no thread blocks while the store reads. */
    public CompletionStage<Result> get(Actor actor, UserId id) {
        if (!actor.mayChange(id)) {
            return CompletableFuture.completedStage(new Result.NotAllowed());
        }
        return users.findAsync(id)
                .thenApply(found -> found.<Result>map(Result.Found::new).orElseGet(Result.NotFound::new));
    }
}
