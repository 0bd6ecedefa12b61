package io.clubroom.domain.identity;

import io.clubroom.domain.auth.SecretHash;
import java.time.Instant;
import java.util.Optional;

/** Stores the sign-ins whose users have not returned yet, shared by all nodes. */
public interface SignInAttempts {
    void add(SignInAttempt attempt);

    /**
     * Removes and returns the attempt with this state and this browser, expired or not. Of concurrent callers, only one gets it.
     */
    Optional<SignInAttempt> take(SecretHash state, SecretHash browser);

    /** Removes the attempts that expired before this time. */
    void removeExpired(Instant before);
}
