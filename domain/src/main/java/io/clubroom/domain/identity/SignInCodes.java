package io.clubroom.domain.identity;

import io.clubroom.domain.auth.SecretHash;
import java.time.Instant;
import java.util.Optional;

/** Stores the codes that were not exchanged yet, shared by all nodes. The codes of a user are removed together with the user. */
public interface SignInCodes {
    /** Stores the code, unless its user has been removed. */
    void add(SignInCode code);

    /**
     * Removes and returns the code, expired or not. Of concurrent callers, only one gets it.
     */
    Optional<SignInCode> take(SecretHash hash);

    /** Removes the codes that expired before this time. */
    void removeExpired(Instant before);
}
