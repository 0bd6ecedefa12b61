package io.clubroom.bcrypt;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A bcrypt hash as it is stored, in the modular crypt format: {@code $2b$12$}, 22 digits of salt and 31 of digest. */
final class ModularCrypt {
    private static final Pattern TEXT =
            Pattern.compile("\\$(2[aby])\\$(0[4-9]|[12][0-9]|3[01])\\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})");

    /** The digits of bcrypt's Base64, and those of RFC 4648 §4. */
    private static final String DIGITS = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static final String STANDARD_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private final String version;
    private final int cost;
    private final byte[] salt;
    private final byte[] digest;

    /**
     * @param version 2a, 2b or 2y
     * @param cost the logarithm of the number of rounds, 4 to 31
     * @param salt {@value Bcrypt#SALT_BYTES} bytes
     * @param digest {@value Bcrypt#DIGEST_BYTES} bytes
     */
    ModularCrypt(String version, int cost, byte[] salt, byte[] digest) {
        this.version = version;
        this.cost = cost;
        this.salt = salt;
        this.digest = digest;
    }

    /** {@code null} if it is none. Bits behind salt and digest mean nothing: there are writers that leave them set. */
    static @Nullable ModularCrypt parse(String text) {
        Matcher parts = TEXT.matcher(text);
        return parts.matches()
                ? new ModularCrypt(
                        parts.group(1),
                        Integer.parseInt(parts.group(2)),
                        decode(parts.group(3)),
                        decode(parts.group(4)))
                : null;
    }

    String version() {
        return version;
    }

    int cost() {
        return cost;
    }

    byte[] salt() {
        return salt;
    }

    byte[] digest() {
        return digest;
    }

    String text() {
        return "$%s$%02d$%s%s".formatted(version, cost, encode(salt), encode(digest));
    }

    private static String encode(byte[] bytes) {
        return translate(Base64.getEncoder().withoutPadding().encodeToString(bytes), STANDARD_DIGITS, DIGITS);
    }

    private static byte[] decode(String digits) {
        return Base64.getDecoder().decode(translate(digits, DIGITS, STANDARD_DIGITS));
    }

    private static String translate(String digits, String from, String to) {
        var translated = new StringBuilder(digits.length());
        for (int i = 0; i < digits.length(); i++) {
            translated.append(to.charAt(from.indexOf(digits.charAt(i))));
        }
        return translated.toString();
    }
}
