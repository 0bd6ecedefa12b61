package io.clubroom.domain.operation;

import io.clubroom.domain.validation.InvalidValue;
import java.util.Locale;

/** From which weight on a logger writes what it is told. */
public enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    OFF;

    /** The level of this name, in any case; throws {@link InvalidValue}, which names the field {@code level}. */
    public static LogLevel of(String text) {
        for (LogLevel level : values()) {
            if (level.name().equalsIgnoreCase(text)) {
                return level;
            }
        }
        throw new InvalidValue("level", "must be trace, debug, info, warn, error or off");
    }

    /** Its name as operators write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
