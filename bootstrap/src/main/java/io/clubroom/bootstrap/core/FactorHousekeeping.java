package io.clubroom.bootstrap.core;

import io.clubroom.domain.factor.AnswerLimit;
import io.clubroom.domain.factor.PendingSignIns;
import io.clubroom.domain.factor.Totp;
import io.clubroom.domain.factor.TotpSecrets;
import io.clubroom.domain.factor.WrongAnswers;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;

/** Removes expired data of second factors. Runs on every node. */
@Singleton
final class FactorHousekeeping {
    private final TotpSecrets secrets;
    private final PendingSignIns signIns;
    private final WrongAnswers answers;
    private final InstantSource clock;

    FactorHousekeeping(TotpSecrets secrets, PendingSignIns signIns, WrongAnswers answers, InstantSource clock) {
        this.secrets = secrets;
        this.signIns = signIns;
        this.answers = answers;
        this.clock = clock;
    }

    @Scheduled(initialDelay = "5m", fixedDelay = "10m")
    void removeExpired() {
        Instant now = clock.instant();
        secrets.removePending(now.minus(Totp.CONFIRMATION_TIME));
        signIns.removeExpired(now);
        answers.removeBefore(now.minus(AnswerLimit.WINDOW));
    }
}
