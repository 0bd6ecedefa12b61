package io.clubroom.domain.factor;

import java.time.Duration;
import java.time.Instant;

/**
 * A user's authenticator app.
 *
 * @param used the steps whose codes were used; each code is valid once
 * @param since when its setup began or, if it is active, when it was confirmed
 */
public record Totp(TotpSecret secret, UsedSteps used, Instant since) {
    /** How long a new app can be confirmed. */
    public static final Duration CONFIRMATION_TIME = Duration.ofMinutes(15);

    /** Returns an app that is not confirmed yet. */
    public static Totp begun(TotpSecret secret, Instant now) {
        return new Totp(secret, UsedSteps.NONE, now);
    }

    /** Returns this app after a code was used. */
    public Totp with(UsedSteps steps) {
        return new Totp(secret, steps, since);
    }

    /** Returns this app after the user has confirmed it. */
    public Totp confirmed(UsedSteps steps, Instant now) {
        return new Totp(secret, steps, now);
    }
}
