package io.clubroom.domain.mail;

import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.user.Email;
import java.time.Instant;
import java.util.Optional;

/**
 * The pending requests for a mail with a link, shared by all nodes. A request is stored before anybody checks whether an account has the
 * address, so that the response and its time do not depend on this.
 */
public interface LinkRequests {
    record LinkRequest(Email email, Purpose purpose, Instant createdAt) {}

    void add(LinkRequest request);

    /**
     * Removes and returns the oldest request in the current transaction, skipping those that others are taking. If the transaction rolls
     * back, the request is there again.
     */
    Optional<LinkRequest> take();
}
