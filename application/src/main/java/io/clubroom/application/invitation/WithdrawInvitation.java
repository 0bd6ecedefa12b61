package io.clubroom.application.invitation;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.invitation.Invitation;
import io.clubroom.domain.invitation.InvitationId;
import io.clubroom.domain.invitation.Invitations;
import io.clubroom.domain.user.Role;
import java.time.InstantSource;
import java.util.Optional;

/** Withdraws an invitation. Administrators may withdraw any, trainers their own. */
public final class WithdrawInvitation {
    public sealed interface Result {
        record Withdrawn() implements Result {}

        record NotAllowed() implements Result {}

        /** There is no such invitation, or the trainer did not create it. */
        record NotFound() implements Result {}

        /** The invitation was accepted. */
        record Accepted() implements Result {}
    }

    private final Transactions transactions;
    private final Invitations invitations;
    private final InstantSource clock;

    public WithdrawInvitation(Transactions transactions, Invitations invitations, InstantSource clock) {
        this.transactions = transactions;
        this.invitations = invitations;
        this.clock = clock;
    }

    public Result withdraw(Actor actor, InvitationId id) {
        if (!(actor instanceof Actor.SignedIn user) || user.role().isBelow(Role.TRAINER)) {
            return new Result.NotAllowed();
        }
        return transactions.call(actor, () -> {
            Optional<Invitation> invitation = invitations
                    .find(id)
                    .filter(found -> actor.isAdmin() || user.id().equals(found.invitedBy()));
            if (invitation.isEmpty()) {
                return new Result.NotFound();
            }
            // A withdrawn or expired invitation stays as it is.
            return !invitations.withdraw(id, clock.instant())
                            && invitations.find(id).map(Invitation::acceptedAt).isPresent()
                    ? new Result.Accepted()
                    : new Result.Withdrawn();
        });
    }
}
