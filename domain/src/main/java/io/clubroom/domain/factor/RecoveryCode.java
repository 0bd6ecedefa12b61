package io.clubroom.domain.factor;

import io.clubroom.domain.auth.SecretHash;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A code of 50 random bits that replaces a time-based code or a passkey once.
 *
 * @param text {@code xxxxx-xxxxx}, in base 32 (RFC 4648 §6) with small letters
 */
public record RecoveryCode(String text) {
    /** How many codes a user gets at a time. */
    public static final int COUNT = 10;

    private static final int HALF = 5;

    /** Enough for {@link #HALF} times two characters of five bits. */
    private static final int RANDOM_BYTES = 7;

    private static final Pattern CHARACTERS = Pattern.compile("[a-z2-7]{" + 2 * HALF + "}");

    /** A guess costs about a million times as much as one of a plain hash; an answer costs few milliseconds. */
    private static final int ITERATIONS = 10_000;

    private static final int HASH_BITS = 256;

    /** New codes for a user. */
    public static List<RecoveryCode> random(RandomBytes random) {
        return Stream.generate(() -> next(random)).limit(COUNT).toList();
    }

    private static RecoveryCode next(RandomBytes random) {
        return ofCharacters(
                Base32.encode(random.next(RANDOM_BYTES)).substring(0, 2 * HALF).toLowerCase(Locale.ROOT));
    }

    /** The code with these characters, without the hyphen; empty if they are none. */
    static Optional<RecoveryCode> parse(String characters) {
        return CHARACTERS.matcher(characters).matches() ? Optional.of(ofCharacters(characters)) : Optional.empty();
    }

    private static RecoveryCode ofCharacters(String characters) {
        return new RecoveryCode(characters.substring(0, HALF) + "-" + characters.substring(HALF));
    }

    /** PBKDF2 with HMAC-SHA-256 (RFC 8018 §5.2). It needs no key, so the codes outlive a change of the server's keys. */
    public SecretHash hash(RecoverySalt salt) {
        try {
            byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(text.toCharArray(), salt.bytes(), ITERATIONS, HASH_BITS))
                    .getEncoded();
            return new SecretHash(HexFormat.of().formatHex(hash));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java platform has PBKDF2", impossible);
        }
    }

    @Override
    public String toString() {
        return "RecoveryCode[hidden]";
    }
}
