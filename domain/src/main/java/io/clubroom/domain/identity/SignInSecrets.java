package io.clubroom.domain.identity;

/**
 * What ties together the steps of one sign-in, each an unguessable text of at least 256 bits in base64url.
 *
 * @param state comes back with the provider's answer
 * @param nonce comes back in the provider's ID token (OpenID Connect)
 * @param codeVerifier proves that who redeems the provider's code is who asked for it (RFC 7636)
 */
public record SignInSecrets(String state, String nonce, String codeVerifier) {
    @Override
    public String toString() {
        return "SignInSecrets[hidden]";
    }
}
