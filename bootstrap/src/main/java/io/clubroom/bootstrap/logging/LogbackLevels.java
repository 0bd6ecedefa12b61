package io.clubroom.bootstrap.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.clubroom.domain.operation.LogLevel;
import io.clubroom.domain.operation.LogLevels;
import io.clubroom.domain.operation.LoggerName;
import io.micronaut.context.annotation.Context;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.LoggerFactory;

/** The levels of Logback's loggers. */
@Context
final class LogbackLevels implements LogLevels {
    private final LoggerContext context;
    private final SortedMap<LoggerName, LogLevel> atTheStart;
    private final Set<LoggerName> changed = new HashSet<>();

    @Inject
    LogbackLevels() {
        this((LoggerContext) LoggerFactory.getILoggerFactory());
    }

    LogbackLevels(LoggerContext context) {
        this.context = context;
        this.atTheStart = all();
    }

    @Override
    public SortedMap<LoggerName, LogLevel> all() {
        SortedMap<LoggerName, LogLevel> levels = new TreeMap<>();
        for (Logger logger : context.getLoggerList()) {
            if (logger.getLevel() != null) {
                levels.put(LoggerNames.ofOperators(logger.getName()), LogLevel.of(logger.getLevel().levelStr));
            }
        }
        return levels;
    }

    @Override
    public synchronized LogLevel set(LoggerName logger, LogLevel level) {
        Logger target = context.getLogger(LoggerNames.ofLogback(logger));
        target.setLevel(Level.toLevel(level.text()));
        changed.add(logger);
        keepSecrets();
        return LogLevel.of(target.getLevel().levelStr);
    }

    @Override
    public synchronized void reset(LoggerName logger) {
        LogLevel before = atTheStart.get(logger);
        context.getLogger(LoggerNames.ofLogback(logger)).setLevel(before == null ? null : Level.toLevel(before.text()));
        changed.remove(logger);
        keepSecrets();
    }

    /** What was raised only because of a level above it goes down again with that. */
    private void keepSecrets() {
        LoggerName framework = new LoggerName(LogConfiguration.FRAMEWORK);
        if (!changed.contains(framework) && !atTheStart.containsKey(framework)) {
            context.getLogger(LogConfiguration.FRAMEWORK).setLevel(null);
        }
        LogConfiguration.keepSecrets(context);
    }
}
