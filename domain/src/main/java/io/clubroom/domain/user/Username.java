package io.clubroom.domain.user;

import io.clubroom.domain.validation.InvalidValue;
import java.util.regex.Pattern;

/** The short name a user chose; unique without regard to case, kept as it was spelled. */
public record Username(String value) {
    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9_.-]{3,50}");

    /** A name under today's rule; stored names may be older than it. */
    public static Username of(String value) {
        if (!RULE.matcher(value).matches()) {
            throw new InvalidValue("username", "must be 3 to 50 letters, digits, '_', '.' or '-'");
        }
        return new Username(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
