package io.clubroom.domain.passkey;

import io.clubroom.domain.validation.TextLine;

/** The name that a user gives a passkey, in any script. */
public record PasskeyName(String value) {
    private static final int MAX_LENGTH = 100;

    /** Accepts 1 to 100 characters (code points) without control characters, after stripping surrounding white space. */
    public static PasskeyName of(String value) {
        return new PasskeyName(TextLine.of("name", value, MAX_LENGTH));
    }

    @Override
    public String toString() {
        return value;
    }
}
