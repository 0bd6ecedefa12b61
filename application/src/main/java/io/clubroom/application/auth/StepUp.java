package io.clubroom.application.auth;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ReauthenticationRequired;
import io.clubroom.domain.factor.SecondFactors;
import java.time.Duration;
import java.time.InstantSource;

/** Requires recent authentication for a dangerous change if the actor's account has a second factor. */
public final class StepUp {
    private static final Duration MAX_AGE = Duration.ofMinutes(10);

    private final SecondFactors factors;
    private final InstantSource clock;

    public StepUp(SecondFactors factors, InstantSource clock) {
        this.factors = factors;
        this.clock = clock;
    }

    /**
     * Must be called in the transaction of the change.
     *
     * @throws ReauthenticationRequired if the actor has a second factor, and last authenticated too long ago or without a session
     */
    public void require(Actor actor) {
        if (actor instanceof Actor.SignedIn signedIn
                && !isRecent(signedIn)
                && !factors.of(signedIn.id()).isEmpty()) {
            throw new ReauthenticationRequired();
        }
    }

    private boolean isRecent(Actor.SignedIn actor) {
        return actor.authenticatedAt() != null
                && clock.instant().isBefore(actor.authenticatedAt().plus(MAX_AGE));
    }
}
