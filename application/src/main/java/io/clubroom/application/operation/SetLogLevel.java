package io.clubroom.application.operation;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.operation.LogLevel;
import io.clubroom.domain.operation.LogLevels;
import io.clubroom.domain.operation.LoggerName;
import java.util.function.Supplier;

/** Has a logger of this node write more or less from now on, asked by an administrator. */
public final class SetLogLevel {
    /** What came of it. */
    public sealed interface Result {
        /** @param level what the logger has now, which can be higher than was asked for: some tell secrets at the lowest */
        record Changed(LogLevel level) implements Result {}

        record NotAllowed() implements Result {}
    }

    /** The level that is asked for. */
    public record Command(LoggerName logger, LogLevel level) {}

    private final LogLevels levels;

    public SetLogLevel(LogLevels levels) {
        this.levels = levels;
    }

    /** @param asked may refuse what was sent; nobody who may not set a level is told what is wrong with one */
    public Result set(Actor actor, Supplier<Command> asked) {
        if (!actor.isAdmin()) {
            return new Result.NotAllowed();
        }
        Command command = asked.get();
        return new Result.Changed(levels.set(command.logger(), command.level()));
    }
}
