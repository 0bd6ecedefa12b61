package io.clubroom.application.user;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.user.UserDirectory;
import io.clubroom.domain.user.UserStatistics;
import java.time.InstantSource;

/** Counts users; only for administrators. */
public final class GetUserStatistics {
    public sealed interface Result {
        record Counted(UserStatistics statistics) implements Result {}

        record NotAllowed() implements Result {}
    }

    private final UserDirectory directory;
    private final InstantSource clock;

    public GetUserStatistics(UserDirectory directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    public Result get(Actor actor) {
        return actor.isAdmin() ? new Result.Counted(directory.statistics(clock.instant())) : new Result.NotAllowed();
    }
}
