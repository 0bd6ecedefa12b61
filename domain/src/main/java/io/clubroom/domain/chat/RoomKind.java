package io.clubroom.domain.chat;

import io.clubroom.domain.validation.InvalidValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The kinds of rooms, which differ in their visibility. */
public enum RoomKind {
    /** Visible to all signed-in users who are not banned from it. */
    PUBLIC,
    /** Visible to its members. */
    PRIVATE,
    /** Visible to its members, who never change. */
    DIRECT;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** Parses a kind as {@link #text} spells it. */
    public static RoomKind of(String text) {
        for (RoomKind kind : values()) {
            if (kind.text.equals(text)) {
                return kind;
            }
        }
        throw new InvalidValue(
                "kind",
                "must be one of " + Arrays.stream(values()).map(RoomKind::text).collect(Collectors.joining(", ")));
    }

    /** The kind as the API and the database spell it. */
    public String text() {
        return text;
    }
}
