package io.clubroom.domain.invitation;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stores invitations. An address has at most one pending invitation, ignoring case, also under concurrency.
 *
 * <p>Every method throws {@link io.clubroom.domain.Unavailable} if the store is unreachable.
 */
public interface Invitations {
    /**
     * Adds an invitation.
     *
     * @param token hash of the token in its link
     * @return false if one is pending for the address at the time when this one was created; nothing is stored
     */
    boolean add(Invitation invitation, SecretHash token);

    Optional<Invitation> find(InvitationId id);

    Optional<Invitation> findByToken(SecretHash token);

    /** Finds the pending invitation of an address. */
    Optional<Invitation> findPending(Email email, Instant now);

    /** Marks the invitation as accepted in the current transaction. Returns false unless it is pending: of concurrent callers, one accepts it. */
    boolean accept(InvitationId id, Instant now);

    /**
     * Marks the invitation as accepted by the holder of its link. Like {@link #accept(InvitationId, Instant)}, but also returns false if
     * another link has replaced this one.
     */
    boolean accept(SecretHash token, Instant now);

    /** Marks the invitation as withdrawn. Returns false unless it is pending. */
    boolean withdraw(InvitationId id, Instant now);

    /**
     * Replaces the link of an invitation that was neither accepted nor withdrawn.
     *
     * @return false if it was, or if another invitation of the address is pending; nothing is stored
     */
    boolean renew(Invitation renewed, SecretHash token, Instant now);

    /**
     * Lists up to {@code limit} invitations, newest first.
     *
     * @param invitedBy null for the invitations of all users
     * @param after null to begin at the newest
     */
    List<Invitation> list(@Nullable UserId invitedBy, @Nullable Position after, int limit);

    /** The position in a list after an invitation. */
    record Position(Instant createdAt, InvitationId id) {}
}
