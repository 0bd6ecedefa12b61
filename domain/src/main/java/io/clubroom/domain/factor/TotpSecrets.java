package io.clubroom.domain.factor;

import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * Stores users' authenticator apps, with encrypted secrets. A user has at most one active app and one pending confirmation. They are
 * removed together with the user. All calls require the user's lock.
 */
public interface TotpSecrets {
    Optional<Totp> active(UserId user);

    /** Returns the app pending confirmation, if its setup began after this time. */
    Optional<Totp> pending(UserId user, Instant begunAfter);

    /** Stores an app pending confirmation, replacing an earlier one. Does nothing if the user does not exist. */
    void begin(UserId user, Totp totp);

    /**
     * Stores the active app, replacing an earlier one, and removes the app pending confirmation. Does nothing if the user does not exist.
     */
    void activate(UserId user, Totp totp);

    /** Stores which codes of the active app were used. */
    void use(UserId user, UsedSteps used);

    /** Removes both. */
    void remove(UserId user);

    /** Removes apps pending confirmation whose setup began before this time. */
    void removePending(Instant before);
}
