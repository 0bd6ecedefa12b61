package io.clubroom.domain.user;

import io.clubroom.domain.validation.InvalidValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a user may do, from the least to the most. */
public enum Role {
    CLIENT,
    TRAINER,
    ADMIN;

    /** Reads a role in either case. */
    public static Role of(String text) {
        return Arrays.stream(values())
                .filter(role -> role.text().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new InvalidValue(
                        "role",
                        "must be one of "
                                + Arrays.stream(values()).map(Role::text).collect(Collectors.joining(", "))));
    }

    /** The role as clients and the database spell it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isBelow(Role other) {
        return compareTo(other) < 0;
    }
}
