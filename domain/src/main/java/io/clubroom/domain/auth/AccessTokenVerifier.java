package io.clubroom.domain.auth;

import java.util.Optional;

/** Verifies access tokens. */
public interface AccessTokenVerifier {
    /**
     * The content of the token; empty if it is malformed, forged, expired or revoked, or good for adding a second factor only. Never
     * blocks.
     */
    Optional<VerifiedToken> verify(String token);
}
