package io.clubroom.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Records what is logged, by all tests that run meanwhile, until it is closed. */
public final class Logged extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger logger;
    private final @Nullable Level before;
    private final Queue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();

    private Logged(String name, @Nullable Level level) {
        logger = (Logger) LoggerFactory.getLogger(name);
        before = logger.getLevel();
        if (level != null) {
            logger.setLevel(level);
        }
        start();
        logger.addAppender(this);
    }

    public static Logged everything() {
        return new Logged(org.slf4j.Logger.ROOT_LOGGER_NAME, null);
    }

    /** What the class logs, also what is only good to know. */
    public static Logged by(Class<?> type) {
        return new Logged(type.getName(), Level.INFO);
    }

    /** Those so far. */
    public List<ILoggingEvent> events() {
        return List.copyOf(events);
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        events.add(event);
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        logger.setLevel(before);
        stop();
    }
}
