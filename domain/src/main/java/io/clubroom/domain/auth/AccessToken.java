package io.clubroom.domain.auth;

import java.time.Duration;

/**
 * An issued access token.
 *
 * @param value what its bearer presents
 * @param expiresIn how long it is valid, from its issue
 */
public record AccessToken(String value, Duration expiresIn) {
    @Override
    public String toString() {
        return "AccessToken[hidden, expiresIn=" + expiresIn + "]";
    }
}
