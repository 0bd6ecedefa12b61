package io.clubroom.domain.user;

import io.clubroom.domain.validation.InvalidValue;

/** How a user wants to be called by others, in any script. */
public record FullName(String value) {
    private static final int MIN_LENGTH = 2;
    private static final int MAX_LENGTH = 100;

    /** A name of 2 to 100 characters (code points) under today's rule, without the spaces around it. */
    public static FullName of(String value) {
        String name = value.strip();
        int length = name.codePointCount(0, name.length());
        if (length < MIN_LENGTH || length > MAX_LENGTH) {
            throw new InvalidValue("full_name", "must be " + MIN_LENGTH + " to " + MAX_LENGTH + " characters");
        }
        if (value.codePoints().anyMatch(FullName::unprintable)) {
            throw new InvalidValue("full_name", "must not contain control characters");
        }
        return new FullName(name);
    }

    private static boolean unprintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            // Overrides and isolates of the text direction let a name impersonate another.
            case Character.FORMAT ->
                (codePoint >= 0x202A && codePoint <= 0x202E) || (codePoint >= 0x2066 && codePoint <= 0x2069);
            default -> false;
        };
    }

    @Override
    public String toString() {
        return value;
    }
}
