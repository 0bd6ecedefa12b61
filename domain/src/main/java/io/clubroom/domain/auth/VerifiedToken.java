package io.clubroom.domain.auth;

import java.time.Instant;

/**
 * The content of an access token that was valid when it was verified.
 *
 * @param bearer the user it was issued to
 */
public record VerifiedToken(Actor.SignedIn bearer, Instant expiresAt) {}
