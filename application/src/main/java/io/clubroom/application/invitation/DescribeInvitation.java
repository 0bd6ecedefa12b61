package io.clubroom.application.invitation;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.invitation.Invitation;
import io.clubroom.domain.invitation.Invitations;
import io.clubroom.domain.user.RegistrationPolicy;
import java.time.InstantSource;

/** Describes an invitation to the holder of its link, without changing it. */
public final class DescribeInvitation {
    public sealed interface Result {
        record Pending(Invitation invitation) implements Result {}

        /** The invitation is pending, but registration is closed at present. */
        record RegistrationClosed() implements Result {}

        /** The token is unknown, or the invitation was accepted or withdrawn or has expired. */
        record Invalid() implements Result {}
    }

    private final Invitations invitations;
    private final RegistrationPolicy policy;
    private final InstantSource clock;

    public DescribeInvitation(Invitations invitations, RegistrationPolicy policy, InstantSource clock) {
        this.invitations = invitations;
        this.policy = policy;
        this.clock = clock;
    }

    public Result describe(String token) {
        return invitations
                .findByToken(SecretHash.of(token))
                .filter(found -> found.statusAt(clock.instant()) == Invitation.Status.PENDING)
                .<Result>map(found -> policy.mode() == RegistrationPolicy.Mode.CLOSED
                        ? new Result.RegistrationClosed()
                        : new Result.Pending(found))
                .orElseGet(Result.Invalid::new);
    }
}
