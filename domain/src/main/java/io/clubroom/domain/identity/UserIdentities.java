package io.clubroom.domain.identity;

import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.Optional;

/** With which accounts elsewhere users sign in. Each is one user's only; a removed user's are removed with them. */
public interface UserIdentities {
    Optional<UserId> find(Subject subject);

    /**
     * Links the account to the user, whom the caller has locked, or throws {@link DuplicateIdentity} and stores nothing if
     * it is linked already, under any concurrency.
     */
    void link(Subject subject, UserId user, Instant at);

    /** Removes all links of the user. */
    void unlinkAll(UserId user);
}
