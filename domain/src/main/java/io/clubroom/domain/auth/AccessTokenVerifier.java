package io.clubroom.domain.auth;

import java.util.Optional;

/** Verifies access tokens. */
public interface AccessTokenVerifier {
    /**
     * Returns the content of the token; empty if it is malformed, forged, expired or revoked, or valid only for adding a second factor.
     * Never blocks.
     */
    Optional<VerifiedToken> verify(String token);
}
