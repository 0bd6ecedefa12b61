package io.clubroom.application.operation;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.operation.LogLevels;
import io.clubroom.domain.operation.LoggerName;

/** Gives a logger of this node back the level that it had at the start, asked by an administrator. */
public final class ResetLogLevel {
    /** What came of it. */
    public sealed interface Result {
        record Reset() implements Result {}

        record NotAllowed() implements Result {}
    }

    private final LogLevels levels;

    public ResetLogLevel(LogLevels levels) {
        this.levels = levels;
    }

    public Result reset(Actor actor, LoggerName logger) {
        if (!actor.isAdmin()) {
            return new Result.NotAllowed();
        }
        levels.reset(logger);
        return new Result.Reset();
    }
}
