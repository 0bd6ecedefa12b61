package io.clubroom.application.invitation;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.invitation.Invitation;
import io.clubroom.domain.invitation.InvitationId;
import io.clubroom.domain.invitation.Invitations;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.Users;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Sends an invitation again, with a new link that is valid for the full lifetime; the old link becomes invalid. */
public final class ResendInvitation {
    public sealed interface Result {
        record Sent() implements Result {}

        record NotAllowed() implements Result {}

        /** There is no such invitation, or the trainer did not create it. */
        record NotFound() implements Result {}

        /** The invitation was accepted or withdrawn, or the address has another invitation or an account. */
        record Ended() implements Result {}
    }

    private final Transactions transactions;
    private final Invitations invitations;
    private final Users users;
    private final SendInvitation sendInvitation;
    private final InstantSource clock;
    private final Supplier<String> secrets;

    /** @param secrets generates random secrets of at least 256 bits in base64url */
    public ResendInvitation(
            Transactions transactions,
            Invitations invitations,
            Users users,
            SendInvitation sendInvitation,
            InstantSource clock,
            Supplier<String> secrets) {
        this.transactions = transactions;
        this.invitations = invitations;
        this.users = users;
        this.sendInvitation = sendInvitation;
        this.clock = clock;
        this.secrets = secrets;
    }

    public Result resend(Actor actor, InvitationId id) {
        if (!(actor instanceof Actor.SignedIn user) || user.role().isBelow(Role.TRAINER)) {
            return new Result.NotAllowed();
        }
        return transactions.call(actor, () -> {
            Optional<Invitation> found = invitations
                    .find(id)
                    .filter(one -> actor.isAdmin() || user.id().equals(one.invitedBy()));
            if (found.isEmpty()) {
                return new Result.NotFound();
            }
            Instant now = clock.instant();
            Invitation renewed = found.get().renewed(now);
            String token = secrets.get();
            if (users.isTaken(renewed.email()) || !invitations.renew(renewed, SecretHash.of(token), now)) {
                return new Result.Ended();
            }
            sendInvitation.send(renewed, token);
            return new Result.Sent();
        });
    }
}
