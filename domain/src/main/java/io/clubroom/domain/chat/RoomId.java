package io.clubroom.domain.chat;

import io.clubroom.domain.validation.InvalidValue;
import java.util.UUID;
import java.util.regex.Pattern;

/** The id of a room in URLs and frames, such as {@code general}; case-sensitive. */
public record RoomId(String value) {
    private static final Pattern RULE = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9_.-]{1,100}");

    /**
     * Begins the ids that the server gives. Nobody may choose such an id: whether it is taken would tell whether there is a room that one does
     * not see.
     */
    private static final String GIVEN = "_.";

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

    /** Accepts an id that somebody has chosen for a new room: as {@link #of}, but not one that begins like those that the server gives. */
    public static RoomId chosen(String value) {
        if (value.startsWith(GIVEN)) {
            throw new InvalidValue("id", "must not begin with '" + GIVEN + "', as the ids that the server gives");
        }
        return of(value);
    }

    /** The id of a room that is not public. Rooms of earlier versions may have ids that begin alike. */
    public static RoomId given(UUID random) {
        return new RoomId(GIVEN + random);
    }

    @Override
    public String toString() {
        return value;
    }
}
