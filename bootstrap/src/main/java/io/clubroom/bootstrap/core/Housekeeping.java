package io.clubroom.bootstrap.core;

import io.clubroom.domain.auth.RefreshTokens;
import io.clubroom.domain.identity.SignInAttempts;
import io.clubroom.domain.identity.SignInCodes;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Removes expired tokens and sign-ins. Every node does this. */
@Singleton
final class Housekeeping {
    private final RefreshTokens refreshTokens;
    private final SignInAttempts signInAttempts;
    private final SignInCodes signInCodes;
    private final InstantSource clock;

    Housekeeping(
            RefreshTokens refreshTokens, SignInAttempts signInAttempts, SignInCodes signInCodes, InstantSource clock) {
        this.refreshTokens = refreshTokens;
        this.signInAttempts = signInAttempts;
        this.signInCodes = signInCodes;
        this.clock = clock;
    }

    @Scheduled(initialDelay = "10m", fixedDelay = "1h")
    void removeExpiredRefreshTokens() {
        refreshTokens.removeExpired(clock.instant());
    }

    @Scheduled(initialDelay = "5m", fixedDelay = "10m")
    void removeExpiredSignIns() {
        signInAttempts.removeExpired(clock.instant());
        signInCodes.removeExpired(clock.instant());
    }
}
