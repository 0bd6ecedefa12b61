package io.clubroom.domain.factor;

import io.clubroom.domain.auth.SecretHash;
import java.time.Instant;
import java.util.Optional;

/** The sign-ins that wait for a second factor, shared by all nodes. Those of a user are removed together with the user. */
public interface PendingSignIns {
    /** Stores the sign-in, or does nothing if its user no longer exists. */
    void add(PendingSignIn signIn);

    /** Finds the sign-in, live or not. */
    Optional<PendingSignIn> find(SecretHash token);

    /** Removes the sign-in, for a caller who holds its user's lock. Returns false if it does not exist. */
    boolean remove(SecretHash token);

    /** Removes the sign-ins that expired before this time. */
    void removeExpired(Instant before);
}
