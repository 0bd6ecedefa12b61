package io.clubroom.domain.chat;

import io.clubroom.domain.validation.InvalidValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The roles of a room's members in ascending order of rights. */
public enum RoomRole {
    MEMBER,
    MODERATOR,
    OWNER;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** Parses a role as {@link #text} spells it. */
    public static RoomRole of(String text) {
        for (RoomRole role : values()) {
            if (role.text.equals(text)) {
                return role;
            }
        }
        throw new InvalidValue(
                "role",
                "must be one of " + Arrays.stream(values()).map(RoomRole::text).collect(Collectors.joining(", ")));
    }

    /** The role as the API and the database spell it. */
    public String text() {
        return text;
    }

    public boolean isBelow(RoomRole other) {
        return compareTo(other) < 0;
    }
}
