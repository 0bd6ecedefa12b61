package io.clubroom.application.auth;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.session.Session;
import io.clubroom.domain.session.Sessions;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Lists the sessions of a user: the actor's own, or for administrators anybody's. */
public final class ListSessions {
    public sealed interface Result {
        /** Newest first. */
        record Listed(List<Session> sessions) implements Result {}

        record NotAllowed() implements Result {}

        record NotFound() implements Result {}
    }

    private final Users users;
    private final Sessions sessions;
    private final InstantSource clock;

    public ListSessions(Users users, Sessions sessions, InstantSource clock) {
        this.users = users;
        this.sessions = sessions;
        this.clock = clock;
    }

    public Result list(Actor actor, UserId id) {
        if (!actor.mayChange(id)) {
            return new Result.NotAllowed();
        }
        Optional<User> user = users.find(id);
        if (user.isEmpty()) {
            return new Result.NotFound();
        }
        Instant now = clock.instant();
        return new Result.Listed(sessions.list(id, 0).stream()
                .filter(session -> session.isLive(user.get(), now))
                .toList());
    }
}
