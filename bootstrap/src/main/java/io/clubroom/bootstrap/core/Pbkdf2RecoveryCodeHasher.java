package io.clubroom.bootstrap.core;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.factor.RecoveryCode;
import io.clubroom.domain.factor.RecoveryCodeHasher;
import io.clubroom.domain.factor.RecoverySalt;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** PBKDF2 with HMAC-SHA-256 (RFC 8018 §5.2) by the JDK. */
final class Pbkdf2RecoveryCodeHasher implements RecoveryCodeHasher {
    /** Makes the 50 bits of a code as hard to find as a 63-bit key. A hash takes a few milliseconds. */
    private static final int ITERATIONS = 10_000;

    private static final int HASH_BITS = 256;

    @Override
    public SecretHash hash(RecoveryCode code, RecoverySalt salt) {
        try {
            byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(code.text().toCharArray(), salt.bytes(), ITERATIONS, HASH_BITS))
                    .getEncoded();
            return new SecretHash(HexFormat.of().formatHex(hash));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java platform has PBKDF2", impossible);
        }
    }
}
