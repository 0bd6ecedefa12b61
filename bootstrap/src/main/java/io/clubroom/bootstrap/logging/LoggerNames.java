package io.clubroom.bootstrap.logging;

import io.clubroom.domain.operation.LoggerName;
import org.slf4j.Logger;

/** Loggers by the names that operators use and those that Logback does: {@code clubroom} stands for {@code io.clubroom}. */
final class LoggerNames {
    private static final String ROOT = "root";
    private static final String OURS = "clubroom";
    private static final String ABOVE_OURS = "io.";

    private LoggerNames() {}

    static String ofLogback(LoggerName name) {
        String text = name.value();
        if (text.equals(ROOT)) {
            return Logger.ROOT_LOGGER_NAME;
        }
        return isOurs(text) ? ABOVE_OURS + text : text;
    }

    static LoggerName ofOperators(String name) {
        if (name.equals(Logger.ROOT_LOGGER_NAME)) {
            return new LoggerName(ROOT);
        }
        String below = name.startsWith(ABOVE_OURS) ? name.substring(ABOVE_OURS.length()) : name;
        return new LoggerName(isOurs(below) ? below : name);
    }

    private static boolean isOurs(String name) {
        return (name + ".").startsWith(OURS + ".");
    }
}
