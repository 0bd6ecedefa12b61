package io.clubroom.bootstrap.core;

import io.clubroom.domain.auth.RefreshTokens;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Removes what nobody can use any more; on several nodes, each of them does. */
@Singleton
final class Housekeeping {
    private final RefreshTokens refreshTokens;
    private final InstantSource clock;

    Housekeeping(RefreshTokens refreshTokens, InstantSource clock) {
        this.refreshTokens = refreshTokens;
        this.clock = clock;
    }

    @Scheduled(initialDelay = "10m", fixedDelay = "1h")
    void removeExpiredRefreshTokens() {
        refreshTokens.removeExpired(clock.instant());
    }
}
