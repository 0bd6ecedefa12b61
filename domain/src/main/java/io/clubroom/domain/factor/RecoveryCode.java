package io.clubroom.domain.factor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A code of 50 random bits that replaces a time-based code or a passkey once.
 *
 * @param text {@code xxxxx-xxxxx}, in base 32 (RFC 4648 §6) with small letters
 */
public record RecoveryCode(String text) {
    /** The number of codes that a user gets at a time. */
    public static final int COUNT = 10;

    private static final int HALF = 5;

    /** Enough for {@link #HALF} times two characters of five bits. */
    private static final int RANDOM_BYTES = 7;

    private static final Pattern CHARACTERS = Pattern.compile("[a-z2-7]{" + 2 * HALF + "}");

    /** Returns new codes for a user. */
    public static List<RecoveryCode> random(RandomBytes random) {
        return Stream.generate(() -> next(random)).limit(COUNT).toList();
    }

    private static RecoveryCode next(RandomBytes random) {
        return ofCharacters(
                Base32.encode(random.next(RANDOM_BYTES)).substring(0, 2 * HALF).toLowerCase(Locale.ROOT));
    }

    /** Parses a code without the hyphen; empty if it is malformed. */
    static Optional<RecoveryCode> parse(String characters) {
        return CHARACTERS.matcher(characters).matches() ? Optional.of(ofCharacters(characters)) : Optional.empty();
    }

    private static RecoveryCode ofCharacters(String characters) {
        return new RecoveryCode(characters.substring(0, HALF) + "-" + characters.substring(HALF));
    }

    @Override
    public String toString() {
        return "RecoveryCode[hidden]";
    }
}
