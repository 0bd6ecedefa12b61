package io.clubroom.domain.identity;

import io.clubroom.domain.auth.SecretHash;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in whose user has not returned from the provider yet.
 *
 * @param state the hash of the state in the authorization request
 * @param browser the hash of the secret in the browser's cookie
 * @param returnTo where to redirect the browser after the sign-in; null to answer the callback itself
 */
public record SignInAttempt(
        SecretHash state,
        SecretHash browser,
        Provider provider,
        String nonce,
        String codeVerifier,
        @Nullable String returnTo,
        Instant expiresAt) {
    @Override
    public String toString() {
        return "SignInAttempt[provider=" + provider + ", expiresAt=" + expiresAt + "]";
    }
}
