package io.clubroom.domain.auth;

import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stored refresh token. It is used once and replaced by the next token of its family (RFC 9700 §4.14.2).
 *
 * @param hash hash of the token; the token itself is not stored
 * @param family shared by all tokens that descend from one sign-in
 * @param tokenVersion {@link io.clubroom.domain.user.User#tokenVersion()} at the time of issue
 * @param usedAt null until it is used
 */
public record RefreshToken(
        SecretHash hash,
        UUID family,
        UserId user,
        int tokenVersion,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable Instant usedAt) {}
