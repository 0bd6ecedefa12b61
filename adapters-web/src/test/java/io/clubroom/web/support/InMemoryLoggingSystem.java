package io.clubroom.web.support;

import io.micronaut.logging.LogLevel;
import io.micronaut.management.endpoint.loggers.LoggerConfiguration;
import io.micronaut.management.endpoint.loggers.ManagedLoggingSystem;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;

/** Levels of loggers that log nothing. Only the root logger, at {@code INFO}, has one initially. */
final class InMemoryLoggingSystem implements ManagedLoggingSystem {
    private final Map<String, LogLevel> levels =
            new ConcurrentHashMap<>(Map.of(Logger.ROOT_LOGGER_NAME, LogLevel.INFO));

    @Override
    public Collection<LoggerConfiguration> getLoggers() {
        return levels.keySet().stream().map(this::getLogger).toList();
    }

    @Override
    public LoggerConfiguration getLogger(String name) {
        LogLevel level = levels.getOrDefault(name, LogLevel.NOT_SPECIFIED);
        return new LoggerConfiguration(name, level, level);
    }

    @Override
    public void setLogLevel(String name, LogLevel level) {
        levels.put(name, level);
    }
}
