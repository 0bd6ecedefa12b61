package io.clubroom.domain.chat;

import io.clubroom.domain.validation.InvalidValue;
import java.util.regex.Pattern;

/** The name of a room in addresses and frames, such as {@code general}; case matters. */
public record RoomId(String value) {
    /** As many as the store takes, and took before there was this rule. */
    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

    /** An id under today's rule; stored ids may be older than it. */
    public static RoomId of(String value) {
        if (!RULE.matcher(value).matches()) {
            throw new InvalidValue("id", "must be 1 to 100 letters, digits, '_', '.' or '-'");
        }
        return new RoomId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
