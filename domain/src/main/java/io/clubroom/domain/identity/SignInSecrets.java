package io.clubroom.domain.identity;

/**
 * The secrets of one sign-in, each of at least 256 random bits in base64url.
 *
 * @param state returned in the authorization response (RFC 6749 §10.12)
 * @param nonce returned in the ID token (OpenID Connect Core 1.0 §3.1.2.1)
 * @param codeVerifier proves that the code is redeemed by the server that requested it (RFC 7636)
 */
public record SignInSecrets(String state, String nonce, String codeVerifier) {
    @Override
    public String toString() {
        return "SignInSecrets[hidden]";
    }
}
