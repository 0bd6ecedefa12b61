package io.clubroom.domain.auth;

import io.clubroom.domain.user.UserId;

/** Revokes access tokens before they expire, on all nodes. */
public interface TokenRevocations {
    /**
     * Revokes the user's tokens with a lower version when the current transaction commits: immediately on this node, within a second on
     * the others.
     */
    void revokeBelow(UserId user, int tokenVersion);

    /** Whether tokens of this user and version are revoked. Answers from memory. */
    boolean isRevoked(UserId user, int tokenVersion);

    /** Counts up whenever further tokens are revoked, so that callers know when to ask again. Answers from memory. */
    long changes();
}
