package io.clubroom.domain.user;

import io.clubroom.domain.validation.InvalidValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Roles in ascending order of privilege. */
public enum Role {
    CLIENT,
    TRAINER,
    ADMIN;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** Parses a role, ignoring case. */
    public static Role of(String text) {
        String lowerCase = text.toLowerCase(Locale.ROOT);
        for (Role role : values()) {
            if (role.text.equals(lowerCase)) {
                return role;
            }
        }
        throw new InvalidValue(
                "role",
                "must be one of " + Arrays.stream(values()).map(Role::text).collect(Collectors.joining(", ")));
    }

    /** The role as the API and the database spell it. */
    public String text() {
        return text;
    }

    public boolean isBelow(Role other) {
        return compareTo(other) < 0;
    }
}
