package io.clubroom.domain.identity;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.user.UserId;
import java.time.Instant;

/**
 * Stands in a URL for a session that is to be opened, good once and only for a moment.
 *
 * @param tokenVersion the user's when it was made
 */
public record SignInCode(SecretHash hash, UserId user, int tokenVersion, Instant expiresAt) {}
