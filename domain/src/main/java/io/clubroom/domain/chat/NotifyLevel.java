package io.clubroom.domain.chat;

import io.clubroom.domain.validation.InvalidValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a user wants to be notified of in a room. */
public enum NotifyLevel {
    ALL,
    MENTIONS,
    NONE;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** Parses a value as {@link #text} spells it. */
    public static NotifyLevel of(String text) {
        for (NotifyLevel level : values()) {
            if (level.text.equals(text)) {
                return level;
            }
        }
        throw new InvalidValue(
                "notify",
                "must be one of "
                        + Arrays.stream(values()).map(NotifyLevel::text).collect(Collectors.joining(", ")));
    }

    /** The value as the API and the database spell it. */
    public String text() {
        return text;
    }
}
