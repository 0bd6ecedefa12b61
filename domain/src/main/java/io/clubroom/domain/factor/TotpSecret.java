package io.clubroom.domain.factor;

import io.clubroom.domain.user.Email;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The shared secret of time-based codes (RFC 6238), with the parameters that all authenticator apps support: HMAC-SHA-1, 6 digits, steps of
 * 30 seconds.
 */
public final class TotpSecret {
    /** The length that RFC 4226 §4 recommends. */
    private static final int BYTES = 20;

    private static final Duration STEP = Duration.ofSeconds(30);

    /** The number of steps by which the clocks of the app and the server may differ. */
    private static final int TOLERANCE = 1;

    private static final int DIGITS = 6;
    private static final int MODULUS = 1_000_000;
    private static final String ALGORITHM = "HmacSHA1";
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private final byte[] bytes;

    public TotpSecret(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    public static TotpSecret random(RandomBytes random) {
        return new TotpSecret(random.next(BYTES));
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** The secret as people type it into an app (RFC 4648 §6). */
    public String base32() {
        return Base32.encode(bytes);
    }

    /**
     * The address that an app reads from a QR code, in the
     * <a href="https://github.com/google/google-authenticator/wiki/Key-Uri-Format">key URI format</a>.
     *
     * @param issuer the name under which the app lists the account
     */
    public String uri(String issuer, Email account) {
        return "otpauth://totp/" + encode(issuer) + ":" + encode(account.value()) + "?secret=" + base32() + "&issuer="
                + encode(issuer) + "&algorithm=SHA1&digits=" + DIGITS + "&period=" + STEP.toSeconds();
    }

    /** Returns the code for this time. */
    public String codeAt(Instant now) {
        return code(step(now));
    }

    /**
     * Accepts the code of the current step, the previous one or the next one, unless it was used before.
     *
     * @param used the steps whose codes were used
     * @return these steps and the one whose code this is; empty if the code is wrong or was used
     */
    public Optional<UsedSteps> accept(String code, Instant now, UsedSteps used) {
        long current = step(now);
        for (long step = current - TOLERANCE; step <= current + TOLERANCE; step++) {
            if (!used.contains(step) && areEqual(code, code(step))) {
                return Optional.of(used.with(step));
            }
        }
        return Optional.empty();
    }

    private static long step(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), STEP.toSeconds());
    }

    /** Truncates the hash of the step (RFC 4226 §5.3). */
    private String code(long step) {
        byte[] counter = new byte[Long.BYTES];
        for (int i = 0; i < counter.length; i++) {
            counter[i] = (byte) (step >>> (Byte.SIZE * (Long.BYTES - 1 - i)));
        }
        byte[] hash = mac(counter);
        int offset = hash[hash.length - 1] & 0xf;
        int number = (hash[offset] & 0x7f) << 24
                | (hash[offset + 1] & 0xff) << 16
                | (hash[offset + 2] & 0xff) << 8
                | (hash[offset + 3] & 0xff);
        return String.format(Locale.ROOT, "%0" + DIGITS + "d", number % MODULUS);
    }

    private byte[] mac(byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(bytes, ALGORITHM));
            return mac.doFinal(content);
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java platform has HMAC-SHA-1", impossible);
        }
    }

    private static boolean areEqual(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** Percent-encodes everything that is not unreserved (RFC 3986 §2.1). */
    private static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte next : text.getBytes(StandardCharsets.UTF_8)) {
            if (UNRESERVED.indexOf(next) >= 0) {
                encoded.append((char) next);
            } else {
                encoded.append(String.format(Locale.ROOT, "%%%02X", next));
            }
        }
        return encoded.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TotpSecret secret && Arrays.equals(bytes, secret.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "TotpSecret[hidden]";
    }
}
