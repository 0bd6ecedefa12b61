package io.clubroom.domain.identity;

import io.clubroom.domain.auth.SecretHash;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in that waits for its user to come back from the provider.
 *
 * @param state of the secret that comes back with the user
 * @param browser of the secret that only the browser has in which it was begun
 * @param returnTo where the browser goes in the end; null if it stays
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
