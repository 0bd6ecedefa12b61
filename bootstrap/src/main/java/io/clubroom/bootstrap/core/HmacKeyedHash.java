package io.clubroom.bootstrap.core;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.mail.KeyedHash;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 by the JDK. */
final class HmacKeyedHash implements KeyedHash {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /** @param key from which the key of the hashes is derived, so that one secret may have several uses */
    HmacKeyedHash(byte[] key) {
        this.key = new SecretKeySpec(mac(new SecretKeySpec(key, ALGORITHM), "keyed hashes"), ALGORITHM);
    }

    @Override
    public SecretHash of(String purpose, String text) {
        // A purpose has no line break, so no two pairs give the same input.
        return new SecretHash(HexFormat.of().formatHex(mac(key, purpose + "\n" + text)));
    }

    private static byte[] mac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java platform has HMAC-SHA-256", impossible);
        }
    }
}
