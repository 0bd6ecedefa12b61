package io.clubroom.domain.auth;

import io.clubroom.domain.user.UserId;

/** The access tokens that ended before their time, known on every node. */
public interface TokenRevocations {
    /**
     * Ends this user's tokens of a version below the given one as soon as the current transaction commits: at once on this
     * node, within a second on others.
     */
    void revokeBelow(UserId user, int tokenVersion);

    /** Whether a token of this user and version has ended. Answers from memory. */
    boolean isRevoked(UserId user, int tokenVersion);

    /** Changes whenever {@link #isRevoked} says of any token that it has ended, and did not before. Answers from memory. */
    long changes();
}
