package io.clubroom.domain.passkey;

import java.util.Base64;

/**
 * The id that an authenticator gave a credential (WebAuthn Level 3 §4).
 *
 * @param value base64url without padding, of at most 1,023 bytes
 */
public record CredentialId(String value) {
    private static final int MAX_BYTES = 1_023;

    /**
     * Parses an id from a browser.
     *
     * @throws InvalidCredential if it cannot be an id
     */
    public static CredentialId of(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException malformed) {
            throw new InvalidCredential("the id is not base64url");
        }
        if (bytes.length == 0 || bytes.length > MAX_BYTES) {
            throw new InvalidCredential("the id has " + bytes.length + " bytes");
        }
        // The padding does not matter.
        return new CredentialId(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    @Override
    public String toString() {
        return value;
    }
}
