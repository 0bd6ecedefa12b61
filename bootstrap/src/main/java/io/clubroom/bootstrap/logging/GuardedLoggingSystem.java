package io.clubroom.bootstrap.logging;

import io.micronaut.logging.LogLevel;
import io.micronaut.management.endpoint.loggers.impl.LogbackLoggingSystem;
import jakarta.inject.Singleton;

/** The framework's access to Logback's levels, which never gives a logger a level at which {@link FrameworkSecretsFilter} is needed. */
@Singleton
final class GuardedLoggingSystem extends LogbackLoggingSystem {
    GuardedLoggingSystem() {
        super(null);
    }

    @Override
    public void setLogLevel(String name, LogLevel level) {
        LogLevel lowest = LogLevel.valueOf(FrameworkSecretsFilter.lowestSafeLevel(name).levelStr);
        super.setLogLevel(name, level.compareTo(lowest) < 0 ? lowest : level);
    }
}
