package io.clubroom.domain.auth;

import java.util.Optional;

/** Verifies access tokens. */
public interface AccessTokenVerifier {
    /** The content of the token; empty if it is malformed, forged, expired or revoked. Never blocks. */
    Optional<VerifiedToken> verify(String token);
}
