package io.clubroom.domain.factor;

import java.time.Duration;
import java.time.Instant;

/**
 * A user's authenticator app.
 *
 * @param used the steps whose codes were used: each is good once
 * @param since when it was begun, or confirmed if it is active
 */
public record Totp(TotpSecret secret, UsedSteps used, Instant since) {
    /** How long a new one waits to be confirmed. */
    public static final Duration CONFIRMATION_TIME = Duration.ofMinutes(15);

    /** An app that is not confirmed yet. */
    public static Totp begun(TotpSecret secret, Instant now) {
        return new Totp(secret, UsedSteps.NONE, now);
    }

    /** This one after a code was used. */
    public Totp with(UsedSteps steps) {
        return new Totp(secret, steps, since);
    }

    /** This one, which the user has just confirmed. */
    public Totp confirmed(UsedSteps steps, Instant now) {
        return new Totp(secret, steps, now);
    }
}
