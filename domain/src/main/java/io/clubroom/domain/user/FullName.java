package io.clubroom.domain.user;

import io.clubroom.domain.validation.InvalidValue;
import java.util.Optional;

/** The display name of a user, in any script. */
public record FullName(String value) {
    private static final int MIN_LENGTH = 2;
    private static final int MAX_LENGTH = 100;

    /** {@link #tidied} ignores the rest of a longer text. */
    private static final int MAX_RAW_LENGTH = 1_000;

    /** Accepts 2 to 100 characters (code points) after stripping surrounding white space. Stored names may predate this rule. */
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
     * Makes a valid name of a name from an identity provider: removes control characters, collapses white space and truncates it.
     * Empty if the result is too short or has no letter or digit.
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
            // Bidirectional overrides and isolates could make one name look like another.
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
