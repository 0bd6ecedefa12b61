package io.clubroom.domain.user;

import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.domain.validation.TextLine;
import io.clubroom.domain.validation.WhiteSpace;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The display name of a user, in any script. */
public record FullName(String value) {
    private static final int MIN_LENGTH = 2;
    private static final int MAX_LENGTH = 100;

    /** The letters of the names that the chat shows for its own messages and for deleted users. */
    private static final Set<String> RESERVED = Set.of("system", "deleteduser");

    private static final Pattern NEITHER_LETTERS_NOR_DIGITS = Pattern.compile("[^\\p{IsAlphabetic}\\p{IsDigit}]+");

    /** {@link #tidied} ignores the rest of a longer text. */
    private static final int MAX_RAW_LENGTH = 1_000;

    /**
     * Accepts 2 to 100 characters (code points) after stripping surrounding white space, but no name that looks like {@code System} or
     * {@code Deleted user}. Stored names may predate this rule.
     */
    public static FullName of(String value) {
        String name = WhiteSpace.strip(value);
        int length = name.codePointCount(0, name.length());
        if (length < MIN_LENGTH || length > MAX_LENGTH) {
            throw new InvalidValue("full_name", "must be " + MIN_LENGTH + " to " + MAX_LENGTH + " characters");
        }
        if (value.codePoints().anyMatch(FullName::unprintable)) {
            throw new InvalidValue("full_name", "must not contain control characters");
        }
        if (isReserved(name)) {
            throw new InvalidValue("full_name", "must not be 'System' or 'Deleted user'");
        }
        return new FullName(name);
    }

    private static boolean isReserved(String name) {
        String compatible = Normalizer.normalize(name, Normalizer.Form.NFKC);
        return RESERVED.contains(
                NEITHER_LETTERS_NOR_DIGITS.matcher(compatible).replaceAll("").toLowerCase(Locale.ROOT));
    }

    /**
     * Makes a valid name from that of an identity provider: removes control characters, collapses white space and truncates it. Empty if
     * the result is too short, has no letter or digit, or is reserved.
     */
    public static Optional<FullName> tidied(String text) {
        StringBuilder kept = new StringBuilder();
        text.codePoints().limit(MAX_RAW_LENGTH).forEach(c -> kept.appendCodePoint(unprintable(c) ? ' ' : c));
        String name = WhiteSpace.strip(kept.toString()).replaceAll("\\s+", " ");
        if (name.codePointCount(0, name.length()) > MAX_LENGTH) {
            name = name.substring(0, name.offsetByCodePoints(0, MAX_LENGTH));
        }
        String tidy = WhiteSpace.strip(name);
        return tidy.codePointCount(0, tidy.length()) >= MIN_LENGTH
                        && tidy.codePoints().anyMatch(Character::isLetterOrDigit)
                        && !isReserved(tidy)
                ? Optional.of(FullName.of(tidy))
                : Optional.empty();
    }

    private static boolean unprintable(int codePoint) {
        return TextLine.isUnprintable(codePoint) || reversesText(codePoint);
    }

    /** Bidirectional overrides and isolates could make one name look like another. */
    private static boolean reversesText(int codePoint) {
        return (codePoint >= 0x202A && codePoint <= 0x202E) || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }

    @Override
    public String toString() {
        return value;
    }
}
