package io.clubroom.domain.chat.moderation;

import io.clubroom.domain.validation.InvalidValue;
import java.util.Locale;

/** What a moderator does to resolve a report. */
public enum ReportAction {
    /** Nothing. */
    DISMISS,
    /** Deletes the message. */
    DELETE,
    /** Mutes the message's author in the room. */
    MUTE,
    /** Bans the message's author from the room. */
    BAN;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** Parses an action as {@link #text} spells it. */
    public static ReportAction of(String text) {
        for (ReportAction action : values()) {
            if (action.text.equals(text)) {
                return action;
            }
        }
        throw new InvalidValue("action", "must be one of dismiss, delete, mute, ban");
    }

    /** The action as the API and the database spell it. */
    public String text() {
        return text;
    }
}
