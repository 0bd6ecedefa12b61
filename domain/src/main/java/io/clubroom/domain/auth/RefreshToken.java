package io.clubroom.domain.auth;

import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lets its bearer have new access tokens for a while without the password. Each is used once and replaced by the next of
 * its family (RFC 9700 §4.14.2).
 *
 * @param hash SHA-256 of the token, for the token itself is not stored
 * @param family common to all tokens that descend from one sign-in
 * @param tokenVersion the user's when it was issued
 * @param usedAt null while it is unused
 */
public record RefreshToken(
        SecretHash hash,
        UUID family,
        UserId user,
        int tokenVersion,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable Instant usedAt) {}
