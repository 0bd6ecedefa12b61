package io.clubroom.domain.passkey;

import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.domain.validation.WhiteSpace;

/** What a user calls a passkey, in any script. */
public record PasskeyName(String value) {
    private static final int MAX_LENGTH = 100;

    /** Accepts 1 to 100 characters (code points) without control characters, after stripping surrounding white space. */
    public static PasskeyName of(String value) {
        String name = WhiteSpace.strip(value);
        int length = name.codePointCount(0, name.length());
        if (length < 1 || length > MAX_LENGTH) {
            throw new InvalidValue("name", "must be 1 to " + MAX_LENGTH + " characters");
        }
        if (name.codePoints().anyMatch(PasskeyName::unprintable)) {
            throw new InvalidValue("name", "must not contain control characters");
        }
        return new PasskeyName(name);
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
