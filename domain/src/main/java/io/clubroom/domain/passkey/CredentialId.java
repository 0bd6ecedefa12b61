package io.clubroom.domain.passkey;

/**
 * The id that an authenticator gave a credential (WebAuthn Level 3 §4).
 *
 * @param value base64url without padding, of at most 1,023 bytes
 */
public record CredentialId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
