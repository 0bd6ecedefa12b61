package io.clubroom.persistence;

import java.util.Base64;
import java.util.Optional;

/**
 * The AES-256 keys with which this node encrypts stored data.
 *
 * @param current the key for encryption; 32 bytes
 * @param previous the key for decrypting data that was encrypted before the key was changed; 32 bytes
 */
public record EncryptionKeys(byte[] current, Optional<byte[]> previous) {
    public static final int BYTES = 32;

    public EncryptionKeys {
        requireLength(current);
        previous.ifPresent(EncryptionKeys::requireLength);
        current = current.clone();
        previous = previous.map(byte[]::clone);
    }

    /** Decodes a key from base64 or base64url (RFC 4648 §4, §5); returns empty unless it has {@link #BYTES} bytes. */
    public static Optional<byte[]> parse(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/')))
                    .filter(key -> key.length == BYTES);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static void requireLength(byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("a key has " + BYTES + " bytes");
        }
    }

    @Override
    public String toString() {
        return "EncryptionKeys[hidden]";
    }
}
