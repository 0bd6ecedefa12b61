package io.clubroom.domain.identity;

import io.clubroom.domain.auth.SecretHash;
import java.time.Instant;
import java.util.Optional;

/** The sign-ins that wait for their users to come back, known on every node. */
public interface SignInAttempts {
    void add(SignInAttempt attempt);

    /**
     * Removes the attempt and gives it, under any concurrency to one caller only; nothing if there is none of this state and
     * this browser. Whether it is expired is for the caller to see.
     */
    Optional<SignInAttempt> take(SecretHash state, SecretHash browser);

    /** Forgets the attempts that expired before this time. */
    void removeExpired(Instant before);
}
