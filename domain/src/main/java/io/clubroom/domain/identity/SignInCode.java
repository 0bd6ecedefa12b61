package io.clubroom.domain.identity;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.user.UserId;
import java.time.Instant;

/**
 * A one-time code in a URL, to be exchanged for a session.
 *
 * @param tokenVersion the user's token version when the code was issued
 */
public record SignInCode(SecretHash hash, UserId user, int tokenVersion, Instant expiresAt) {}
