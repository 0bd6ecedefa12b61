package io.clubroom.application.operation;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.operation.LogLevel;
import io.clubroom.domain.operation.LogLevels;
import io.clubroom.domain.operation.LoggerName;

/** Has a logger of this node write more or less from now on, asked by an administrator. */
public final class SetLogLevel {
    /** What came of it. */
    public sealed interface Result {
        /** @param level what the logger has now, which can be higher than was asked for: some tell secrets at the lowest */
        record Changed(LogLevel level) implements Result {}

        record NotAllowed() implements Result {}
    }

    private final LogLevels levels;

    public SetLogLevel(LogLevels levels) {
        this.levels = levels;
    }

    public Result set(Actor actor, LoggerName logger, LogLevel level) {
        return actor.isAdmin() ? new Result.Changed(levels.set(logger, level)) : new Result.NotAllowed();
    }
}
