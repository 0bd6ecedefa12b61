package io.clubroom.bootstrap.core;

import io.clubroom.domain.Unavailable;
import io.clubroom.domain.auth.RefreshTokens;
import io.clubroom.domain.identity.SignInAttempts;
import io.clubroom.domain.identity.SignInCodes;
import io.clubroom.domain.passkey.PasskeyChallenges;
import io.clubroom.domain.session.Sessions;
import io.clubroom.web.auth.SessionUse;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes expired sessions, tokens and sign-ins, and stores when sessions were last used. Runs on every node. */
@Singleton
final class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final Sessions sessions;
    private final SessionUse sessionUse;
    private final RefreshTokens refreshTokens;
    private final SignInAttempts signInAttempts;
    private final SignInCodes signInCodes;
    private final PasskeyChallenges passkeyChallenges;
    private final InstantSource clock;

    Housekeeping(
            Sessions sessions,
            SessionUse sessionUse,
            RefreshTokens refreshTokens,
            SignInAttempts signInAttempts,
            SignInCodes signInCodes,
            PasskeyChallenges passkeyChallenges,
            InstantSource clock) {
        this.sessions = sessions;
        this.sessionUse = sessionUse;
        this.refreshTokens = refreshTokens;
        this.signInAttempts = signInAttempts;
        this.signInCodes = signInCodes;
        this.passkeyChallenges = passkeyChallenges;
        this.clock = clock;
    }

    @Scheduled(initialDelay = "10m", fixedDelay = "1h")
    void removeExpiredSessions() {
        refreshTokens.removeExpired(clock.instant());
        sessions.removeExpired(clock.instant());
    }

    @Scheduled(fixedDelay = "10s")
    void storeSessionUse() {
        try {
            sessionUse.store();
        } catch (Unavailable outage) {
            // The outage is logged once for all users of the database. The next run stores the rest.
            LOG.debug("Cannot store when sessions were last used", outage);
        }
    }

    @Scheduled(initialDelay = "5m", fixedDelay = "10m")
    void removeExpiredSignIns() {
        signInAttempts.removeExpired(clock.instant());
        signInCodes.removeExpired(clock.instant());
        passkeyChallenges.removeExpired(clock.instant());
    }
}
