package io.clubroom.domain.factor;

import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * The users' authenticator apps, with their secrets encrypted. A user has one active at most, and one that waits to be confirmed. They are
 * removed together with the user. Whoever calls this for a user holds the user's lock.
 */
public interface TotpSecrets {
    Optional<Totp> active(UserId user);

    /** The one that waits to be confirmed, if it was begun after this time. */
    Optional<Totp> pending(UserId user, Instant begunAfter);

    /** Stores one that waits to be confirmed, in the place of an earlier one. Does nothing if the user does not exist. */
    void begin(UserId user, Totp totp);

    /** Stores the active one, in the place of an earlier one, and removes the one that waits. Does nothing if the user does not exist. */
    void activate(UserId user, Totp totp);

    /** Stores which codes of the active one were used. */
    void use(UserId user, UsedSteps used);

    /** Removes both. */
    void remove(UserId user);

    /** Removes those that were begun before this time and not confirmed. */
    void removePending(Instant before);
}
