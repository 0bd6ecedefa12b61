package io.clubroom.domain.mail;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * Stores the links in mails, shared by all nodes. The links of a user are removed together with the user. Restore links that have not
 * expired reserve their addresses ({@link io.clubroom.domain.user.Users}).
 */
public interface AccountLinks {
    /** Adds a link. The codes of the user's earlier links of this purpose are no longer valid. Does nothing if the user does not exist. */
    void add(AccountLink link);

    /** Finds a link, expired or not. */
    Optional<AccountLink> find(SecretHash token, Purpose purpose);

    /**
     * Finds the newest link of the user of this purpose, expired or not, if it has a valid code, and locks it and the user until the current
     * transaction ends.
     */
    Optional<AccountLink> lockByUser(UserId user, Purpose purpose);

    /** Counts a wrong code of a locked link. After {@link AccountLink#MAX_WRONG_CODES} the code is no longer valid; the token is. */
    void countWrongCode(SecretHash token);

    /** Removes the link, expired or not. Returns false if it does not exist: of concurrent callers, only one removes it. */
    boolean remove(SecretHash token);

    /** Removes the user's links of this purpose. */
    void removeAll(UserId user, Purpose purpose);

    /** Removes the user's links of this purpose that were created at this time or later. */
    void removeSince(UserId user, Purpose purpose, Instant since);

    /** Removes the links that expired before this time. */
    void removeExpired(Instant before);
}
