package io.clubroom.bootstrap.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.clubroom.bootstrap.settings.Settings;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets up Logback as the settings say, before anything is logged. */
public final class LogConfiguration {
    private static final String TEXT =
            "%d{HH:mm:ss.SSS} %-5level %logger{20} %replace([%X{request_id}] ){'\\[\\] ', ''}%msg%n%ex{full}";

    private LogConfiguration() {}

    public static void apply(Settings.Logging logging) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        Encoder<ILoggingEvent> encoder =
                switch (logging.format()) {
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
        // Names the queries of every start, and nothing that an operator could act on.
        context.getLogger("org.flywaydb").setLevel(Level.WARN);
        context.getLogger("com.zaxxer.hikari").setLevel(Level.WARN);
        logging.levels().forEach((name, level) -> context.getLogger(loggerName(name))
                .setLevel(Level.toLevel(level)));
    }

    private static String loggerName(String name) {
        return switch (name) {
            case "root" -> Logger.ROOT_LOGGER_NAME;
            case "clubroom" -> "io.clubroom";
            default -> name.startsWith("clubroom.") ? "io." + name : name;
        };
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
