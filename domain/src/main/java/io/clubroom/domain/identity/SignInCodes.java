package io.clubroom.domain.identity;

import io.clubroom.domain.auth.SecretHash;
import java.time.Instant;
import java.util.Optional;

/** The codes that were not redeemed yet, known on every node. A removed user's are removed with them. */
public interface SignInCodes {
    /** Stores the code; nothing if its user was removed meanwhile. */
    void add(SignInCode code);

    /**
     * Removes the code and gives it, under any concurrency to one caller only; nothing if there is none. Whether it is
     * expired is for the caller to see.
     */
    Optional<SignInCode> take(SecretHash hash);

    /** Forgets the codes that expired before this time. */
    void removeExpired(Instant before);
}
