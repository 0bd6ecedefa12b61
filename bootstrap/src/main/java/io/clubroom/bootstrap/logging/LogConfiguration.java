package io.clubroom.bootstrap.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.clubroom.bootstrap.settings.Settings;
import java.util.Map;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Configures Logback from the settings, before anything is logged. */
public final class LogConfiguration {
    private static final String TEXT =
            "%d{HH:mm:ss.SSS} %-5level %logger{20} %replace([%X{request_id}] ){'\\[\\] ', ''}%msg%replace("
                    + " %kvp{NONE}){'^ $', ''}%n%ex{full}";

    private static final Map<String, Level> MINIMUM_LEVELS = Map.of(
            // At INFO, logs the queries of every start, and nothing an operator could act on.
            "org.flywaydb",
            Level.WARN,
            "io.micronaut.flyway",
            Level.WARN,
            "com.zaxxer.hikari",
            Level.WARN,
            // Logs each broken connection, although the log already says that the database is unreachable.
            "com.zaxxer.hikari.pool.PoolBase",
            Level.ERROR,
            "com.zaxxer.hikari.pool.ProxyConnection",
            Level.ERROR,
            // Logs that the server cannot listen, which the failed start reports anyway.
            "io.micronaut.http.server.netty.NettyHttpServer",
            Level.OFF);

    private LogConfiguration() {}

    public static void apply(Settings.Logging logging) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        // Some libraries log through java.util.logging.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Encoder<ILoggingEvent> encoder = switch (logging.format()) {
            case JSON -> json();
            case TEXT -> text();
        };
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setEncoder(encoder);
        console.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(console);
        logging.levels()
                .forEach((name, level) -> context.getLogger(name.slf4jName()).setLevel(Level.toLevel(level.name())));
        MINIMUM_LEVELS.forEach((name, level) -> raise(context.getLogger(name), level));
        context.addTurboFilter(new FrameworkSecretsFilter());
    }

    /** Raises the level of a logger without a configured one to at least this level. */
    private static void raise(ch.qos.logback.classic.Logger logger, Level level) {
        if (logger.getLevel() == null && !logger.getEffectiveLevel().isGreaterOrEqual(level)) {
            logger.setLevel(level);
        }
    }

    private static Encoder<ILoggingEvent> json() {
        LogstashEncoder encoder = new LogstashEncoder();
        encoder.setTimeZone("UTC");
        encoder.getFieldNames().setVersion("[ignore]");
        encoder.getFieldNames().setLevelValue("[ignore]");
        encoder.getFieldNames().setTimestamp("timestamp");
        encoder.getFieldNames().setLogger("logger");
        encoder.getFieldNames().setThread("thread");
        return encoder;
    }

    private static Encoder<ILoggingEvent> text() {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setPattern(TEXT);
        return encoder;
    }
}
