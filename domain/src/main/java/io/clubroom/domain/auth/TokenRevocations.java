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

    /** Whether the tokens of this bearer are revoked. Answers from memory. */
    boolean isRevoked(Actor.SignedIn bearer);

    /**
     * The token version for which the bearer's token counts: its own, or that of the latest revocation that spared its session. Answers
     * from memory.
     */
    int versionOf(Actor.SignedIn bearer);

    /** Counts up whenever further tokens are revoked, so that callers know when to ask again. Answers from memory. */
    long changes();
}
