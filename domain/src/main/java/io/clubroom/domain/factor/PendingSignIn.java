package io.clubroom.domain.factor;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.session.SignInMethod;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * A sign-in that waits for the second factor.
 *
 * @param token the hash of the token that continues it
 * @param tokenVersion {@link User#tokenVersion()} when it began; it ends with the user's tokens
 * @param methods the methods by which the user has proved who they are so far
 */
public record PendingSignIn(
        SecretHash token,
        UserId user,
        int tokenVersion,
        SignInMethod method,
        Set<AuthenticationMethod> methods,
        Instant expiresAt) {
    public static final Duration LIFETIME = Duration.ofMinutes(5);

    public PendingSignIn {
        methods = Set.copyOf(methods);
    }

    /** Whether it can still be completed. */
    public boolean isLive(User owner, Instant now) {
        return owner.active() && owner.tokenVersion() == tokenVersion && now.isBefore(expiresAt);
    }
}
