package io.clubroom.web.operation;

import io.clubroom.domain.validation.InvalidValue;
import io.micronaut.logging.LogLevel;
import io.micronaut.management.endpoint.loggers.LoggerConfiguration;
import io.micronaut.management.endpoint.loggers.ManagedLoggingSystem;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** The log levels of this node. Changes last until it restarts. */
@Singleton
public final class LogLevels {
    private static final List<LogLevel> LEVELS =
            List.of(LogLevel.TRACE, LogLevel.DEBUG, LogLevel.INFO, LogLevel.WARN, LogLevel.ERROR, LogLevel.OFF);

    private final ManagedLoggingSystem logging;
    private final SortedMap<LoggerName, LogLevel> initial;

    LogLevels(ManagedLoggingSystem logging) {
        this.logging = logging;
        this.initial = configured();
    }

    /** Parses the name of a level, ignoring case. Throws {@link InvalidValue} for the field {@code level}. */
    public static LogLevel parse(String text) {
        return LEVELS.stream()
                .filter(level -> level.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new InvalidValue("level", "must be trace, debug, info, warn, error or off"));
    }

    static String format(LogLevel level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the loggers with their own level; all others inherit the level of their nearest parent. */
    SortedMap<LoggerName, LogLevel> configured() {
        SortedMap<LoggerName, LogLevel> levels = new TreeMap<>();
        for (LoggerConfiguration logger : logging.getLoggers()) {
            if (logger.configuredLevel() != LogLevel.NOT_SPECIFIED) {
                levels.put(LoggerName.ofSlf4j(logger.getName()), logger.configuredLevel());
            }
        }
        return levels;
    }

    /** Sets a level and returns the one now in force, which is higher if the requested one would log secrets. */
    LogLevel set(LoggerName logger, LogLevel level) {
        logging.setLogLevel(logger.slf4jName(), level);
        return logging.getLogger(logger.slf4jName()).configuredLevel();
    }

    /** Restores the level that the logger had before any change, or removes it if there was none. */
    void reset(LoggerName logger) {
        logging.setLogLevel(logger.slf4jName(), initial.getOrDefault(logger, LogLevel.NOT_SPECIFIED));
    }
}
