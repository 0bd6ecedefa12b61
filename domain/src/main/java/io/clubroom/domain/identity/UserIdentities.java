package io.clubroom.domain.identity;

import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * Stores the links between providers' accounts and users. An account has at most one user; the links of a user are removed together with
 * the user.
 */
public interface UserIdentities {
    Optional<UserId> find(Subject subject);

    /**
     * Links the account to the user; the caller must hold the user's lock. Throws {@link DuplicateIdentity} if the account is
     * already linked, including by a concurrent call.
     */
    void link(Subject subject, UserId user, Instant at);

    /** Whether an account is linked to the user. */
    boolean isLinked(UserId user);

    /** Removes all links of the user. */
    void unlinkAll(UserId user);
}
