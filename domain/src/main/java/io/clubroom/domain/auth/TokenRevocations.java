package io.clubroom.domain.auth;

import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Revokes access tokens before they expire, on all nodes. */
public interface TokenRevocations {
    /**
     * Revokes the user's tokens with a lower version when the current transaction commits: immediately on this node, within a second on
     * the others.
     */
    default void revokeBelow(UserId user, int tokenVersion) {
        revokeBelow(user, tokenVersion, null);
    }

    /** Like {@link #revokeBelow(UserId, int)}, but spares the tokens of this session. */
    void revokeBelow(UserId user, int tokenVersion, @Nullable SessionId except);

    /**
     * Revokes the session's tokens when the current transaction commits: immediately on this node, within a second on the others.
     *
     * @param expiresAt when the last of them expires
     */
    void revoke(SessionId session, Instant expiresAt);

    /** Returns whether the tokens of this bearer are revoked. Reads from memory only. */
    boolean isRevoked(Actor.SignedIn bearer);

    /**
     * Returns the effective version of the bearer's token: its own, or that of the latest revocation that spared its session. Reads from
     * memory only.
     */
    int versionOf(Actor.SignedIn bearer);

    /**
     * Returns a counter that increases whenever further tokens are revoked, so that callers know when to check again. Reads from memory
     * only.
     */
    long changes();
}
