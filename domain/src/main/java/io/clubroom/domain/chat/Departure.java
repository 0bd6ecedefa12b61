package io.clubroom.domain.chat;

import java.util.Locale;

/** The reason why a user is no longer in a room. */
public enum Departure {
    /** Another member removed the user. */
    REMOVED,
    BANNED,
    /** The user ended the membership. */
    LEFT,
    /** The room was deleted. */
    DELETED;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** Parses a reason as {@link #text} spells it. */
    public static Departure of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** The reason as the chat protocol spells it. */
    public String text() {
        return text;
    }
}
