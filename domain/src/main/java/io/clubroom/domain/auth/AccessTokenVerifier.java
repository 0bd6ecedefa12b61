package io.clubroom.domain.auth;

import java.time.Instant;
import java.util.Optional;

/** Tells good access tokens from bad ones. */
public interface AccessTokenVerifier {
    /**
     * A token that is good now.
     *
     * @param tokenVersion for {@link TokenRevocations#isRevoked}
     */
    record Verified(Actor.SignedIn bearer, int tokenVersion, Instant expiresAt) {}

    /** Who the token's bearer is; empty if it is malformed, forged, expired or revoked. Answers from memory. */
    Optional<Verified> verify(String token);
}
