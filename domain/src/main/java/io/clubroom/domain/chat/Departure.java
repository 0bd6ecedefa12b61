package io.clubroom.domain.chat;

import java.util.Locale;

/** Why somebody is no longer in a room. */
public enum Departure {
    /** Another member has removed the user. */
    REMOVED,
    BANNED,
    /** The user is no longer a member, as the user wanted. */
    LEFT,
    /** The room was deleted. */
    DELETED;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The reason that {@link #text} spells so. */
    public static Departure of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** The reason as the chat protocol spells it. */
    public String text() {
        return text;
    }
}
