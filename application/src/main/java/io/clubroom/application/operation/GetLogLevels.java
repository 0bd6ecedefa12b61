package io.clubroom.application.operation;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.operation.LogLevel;
import io.clubroom.domain.operation.LogLevels;
import io.clubroom.domain.operation.LoggerName;
import java.util.SortedMap;

/** Tells an administrator what this node writes into its log. */
public final class GetLogLevels {
    /** What came of it. */
    public sealed interface Result {
        record Found(SortedMap<LoggerName, LogLevel> levels) implements Result {}

        record NotAllowed() implements Result {}
    }

    private final LogLevels levels;

    public GetLogLevels(LogLevels levels) {
        this.levels = levels;
    }

    public Result get(Actor actor) {
        return actor.isAdmin() ? new Result.Found(levels.all()) : new Result.NotAllowed();
    }
}
