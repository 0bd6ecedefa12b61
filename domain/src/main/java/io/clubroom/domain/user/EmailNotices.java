package io.clubroom.domain.user;

import io.clubroom.domain.validation.InvalidValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The unread chat messages of which a user is notified by mail. */
public enum EmailNotices {
    /** Messages in direct rooms, and messages that mention the user. */
    DIRECT_AND_MENTIONS,
    OFF;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** Parses a value as {@link #text} spells it. */
    public static EmailNotices of(String text) {
        for (EmailNotices notices : values()) {
            if (notices.text.equals(text)) {
                return notices;
            }
        }
        throw new InvalidValue(
                "email_notices",
                "must be one of "
                        + Arrays.stream(values()).map(EmailNotices::text).collect(Collectors.joining(", ")));
    }

    /** The value as the API and the database spell it. */
    public String text() {
        return text;
    }
}
