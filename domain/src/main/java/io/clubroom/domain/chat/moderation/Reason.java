package io.clubroom.domain.chat.moderation;

import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.domain.validation.WhiteSpace;

/** The reason, in a user's own words, for reporting a message, muting or banning a user, or resolving a report. */
public record Reason(String value) {
    public static final int MAX_LENGTH = 1_000;

    /** Accepts 1 to 1,000 characters (code points) after stripping surrounding white space. */
    public static Reason of(String value) {
        return of("reason", value);
    }

    /** @param field the name of the field, for the error */
    public static Reason of(String field, String value) {
        String text = WhiteSpace.strip(value);
        if (text.isEmpty() || text.codePointCount(0, text.length()) > MAX_LENGTH) {
            throw new InvalidValue(field, "must be 1 to 1,000 characters");
        }
        // UTF-8 has no unpaired surrogates, and PostgreSQL stores no U+0000.
        if (text.codePoints().anyMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE)) {
            throw new InvalidValue(field, "must be valid Unicode text without U+0000");
        }
        return new Reason(text);
    }

    @Override
    public String toString() {
        return value;
    }
}
