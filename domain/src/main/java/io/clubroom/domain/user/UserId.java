package io.clubroom.domain.user;

import io.clubroom.domain.validation.InvalidValue;
import java.util.UUID;
import java.util.regex.Pattern;

/** The permanent id of a user. */
public record UserId(UUID value) {
    // UUID.fromString also accepts shortened groups such as 1-1-1-1-1.
    private static final Pattern CANONICAL =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    /** Parses the 36-character form of RFC 9562 §4, ignoring case. */
    public static UserId of(String text) {
        if (!CANONICAL.matcher(text).matches()) {
            throw new InvalidValue("id", "must be a UUID");
        }
        return new UserId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
