package io.clubroom.domain.chat;

import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.domain.validation.WhiteSpace;

/** The display name of a room, in any script. */
public record RoomName(String value) {
    private static final int MAX_LENGTH = 100;

    /** Accepts 1 to 100 characters (code points) without control characters, after stripping surrounding white space. */
    public static RoomName of(String value) {
        String name = WhiteSpace.strip(value);
        int length = name.codePointCount(0, name.length());
        if (length < 1 || length > MAX_LENGTH) {
            throw new InvalidValue("name", "must be 1 to " + MAX_LENGTH + " characters");
        }
        if (name.codePoints().anyMatch(RoomName::unprintable)) {
            throw new InvalidValue("name", "must not contain control characters");
        }
        return new RoomName(name);
    }

    private static boolean unprintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        return value;
    }
}
