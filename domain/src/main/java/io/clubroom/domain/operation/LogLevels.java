package io.clubroom.domain.operation;

import java.util.SortedMap;

/** The levels of this node's log, until its next start. */
public interface LogLevels {
    /** The loggers with a level of their own; the others take that of the nearest one above them. */
    SortedMap<LoggerName, LogLevel> all();

    /**
     * Gives a logger a level from now on.
     *
     * @return the level that it has now: a higher one where a lower would write secrets into the log
     */
    LogLevel set(LoggerName logger, LogLevel level);

    /** Gives a logger back the level, or the absence of one, that it had at the start. */
    void reset(LoggerName logger);
}
