package io.clubroom.testkit.operation;

import io.clubroom.domain.operation.LogLevel;
import io.clubroom.domain.operation.LogLevels;
import io.clubroom.domain.operation.LoggerName;
import java.util.SortedMap;
import java.util.TreeMap;

/** Levels of a log that nobody writes; at the start only {@code root} has one, {@code INFO}. */
public final class InMemoryLogLevels implements LogLevels {
    private static final LoggerName ROOT = new LoggerName("root");

    private final SortedMap<LoggerName, LogLevel> levels = new TreeMap<>();

    public InMemoryLogLevels() {
        reset(ROOT);
    }

    @Override
    public synchronized SortedMap<LoggerName, LogLevel> all() {
        return new TreeMap<>(levels);
    }

    @Override
    public synchronized LogLevel set(LoggerName logger, LogLevel level) {
        levels.put(logger, level);
        return level;
    }

    @Override
    public synchronized void reset(LoggerName logger) {
        if (logger.equals(ROOT)) {
            levels.put(ROOT, LogLevel.INFO);
        } else {
            levels.remove(logger);
        }
    }
}
