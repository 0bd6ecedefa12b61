package io.clubroom.persistence;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts contents of rows with AES-256 in Galois/Counter Mode (NIST SP 800-38D), bound to the id of the row, so that the content of one
 * row is rejected in another.
 *
 * <p>A sealed content consists of the format number (1 byte), the id of the key (the first 8 bytes of its SHA-256), a random nonce (12
 * bytes), and the ciphertext with its tag (16 bytes).
 */
@Singleton
public final class ContentCipher {
    /** The length in bytes of the prefix that identifies the format and the key. */
    public static final int PREFIX_BYTES = 9;

    private static final byte FORMAT = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final Key current;
    private final @Nullable Key previous;

    private record Key(SecretKeySpec secret, byte[] prefix) {
        static Key of(byte[] bytes) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
                byte[] prefix = ByteBuffer.allocate(PREFIX_BYTES)
                        .put(FORMAT)
                        .put(digest, 0, PREFIX_BYTES - 1)
                        .array();
                return new Key(new SecretKeySpec(bytes, "AES"), prefix);
            } catch (GeneralSecurityException impossible) {
                throw new AssertionError("every Java platform has SHA-256", impossible);
            }
        }
    }

    ContentCipher(EncryptionKeys keys) {
        this.current = Key.of(keys.current());
        this.previous = keys.previous().map(Key::of).orElse(null);
    }

    /** The content was sealed with a key that this node does not have, was modified, or belongs to another row. */
    public static final class Unreadable extends Exception {
        Unreadable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** Returns the prefix of contents sealed with the current key. */
    public byte[] currentPrefix() {
        return current.prefix.clone();
    }

    /** Whether this node has the key of a sealed content. */
    public boolean knows(byte[] sealed) {
        return key(sealed) != null;
    }

    public byte[] seal(UUID row, byte[] content) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, current, nonce, row);
            byte[] encrypted = cipher.doFinal(content);
            return ByteBuffer.allocate(PREFIX_BYTES + NONCE_BYTES + encrypted.length)
                    .put(current.prefix)
                    .put(nonce)
                    .put(encrypted)
                    .array();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java platform has AES in GCM", impossible);
        }
    }

    public byte[] open(UUID row, byte[] sealed) throws Unreadable {
        Key key = key(sealed);
        if (key == null || sealed.length < PREFIX_BYTES + NONCE_BYTES) {
            throw new Unreadable("encrypted with a key that this node does not have", null);
        }
        byte[] nonce = Arrays.copyOfRange(sealed, PREFIX_BYTES, PREFIX_BYTES + NONCE_BYTES);
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, row);
            int start = PREFIX_BYTES + NONCE_BYTES;
            return cipher.doFinal(sealed, start, sealed.length - start);
        } catch (GeneralSecurityException damaged) {
            throw new Unreadable("the encrypted content was changed, or belongs to another row", damaged);
        }
    }

    private static Cipher cipher(int mode, Key key, byte[] nonce, UUID row) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.secret, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(row.getMostSignificantBits())
                .putLong(row.getLeastSignificantBits())
                .array());
        return cipher;
    }

    private @Nullable Key key(byte[] sealed) {
        if (beginsWith(sealed, current)) {
            return current;
        }
        return previous != null && beginsWith(sealed, previous) ? previous : null;
    }

    private static boolean beginsWith(byte[] sealed, Key key) {
        return sealed.length >= PREFIX_BYTES && Arrays.equals(sealed, 0, PREFIX_BYTES, key.prefix, 0, PREFIX_BYTES);
    }
}
