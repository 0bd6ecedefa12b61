package io.clubroom.domain.auth;

import java.time.Duration;

/** A signed statement of who its bearer is, good for the given time from its issue. */
public record AccessToken(String value, Duration expiresIn) {
    @Override
    public String toString() {
        return "AccessToken[hidden, expiresIn=" + expiresIn + "]";
    }
}
