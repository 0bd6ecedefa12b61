package io.clubroom.domain.chat;

import io.clubroom.domain.validation.InvalidValue;
import java.util.regex.Pattern;

/** The id of a room in URLs and frames, such as {@code general}; case-sensitive. */
public record RoomId(String value) {
    private static final Pattern RULE = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9_.-]{1,100}");

    /**
     * Accepts 1 to 100 letters, digits, {@code _}, {@code .} and {@code -}, except {@code .} and {@code ..}, which clients remove from
     * URLs. Stored ids may predate this rule.
     */
    public static RoomId of(String value) {
        if (!RULE.matcher(value).matches()) {
            throw new InvalidValue(
                    "id", "must be 1 to 100 characters: letters, digits, '_', '.' or '-', but not '.' or '..'");
        }
        return new RoomId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
