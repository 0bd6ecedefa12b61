package io.clubroom.domain.user;

import io.clubroom.domain.validation.InvalidValue;
import java.util.Optional;

/** How a user wants to be called by others, in any script. */
public record FullName(String value) {
    private static final int MIN_LENGTH = 2;
    private static final int MAX_LENGTH = 100;

    /** No more is read of a name from elsewhere. */
    private static final int MAX_RAW_LENGTH = 1_000;

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

    /**
     * What can be kept of a name from elsewhere: without control characters, its spaces made single, cut where it is too
     * long; empty if there is no letter or digit in it, or too little is left.
     */
    public static Optional<FullName> tidied(String text) {
        StringBuilder kept = new StringBuilder();
        text.codePoints().limit(MAX_RAW_LENGTH).forEach(c -> kept.appendCodePoint(unprintable(c) ? ' ' : c));
        String name = kept.toString().strip().replaceAll("\\s+", " ");
        if (name.codePointCount(0, name.length()) > MAX_LENGTH) {
            name = name.substring(0, name.offsetByCodePoints(0, MAX_LENGTH));
        }
        String tidy = name.strip();
        return tidy.codePointCount(0, tidy.length()) >= MIN_LENGTH
                        && tidy.codePoints().anyMatch(Character::isLetterOrDigit)
                ? Optional.of(FullName.of(tidy))
                : Optional.empty();
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
