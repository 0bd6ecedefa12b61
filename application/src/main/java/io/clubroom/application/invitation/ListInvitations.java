package io.clubroom.application.invitation;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.invitation.Invitation;
import io.clubroom.domain.invitation.Invitations;
import io.clubroom.domain.invitation.Invitations.Position;
import io.clubroom.domain.user.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists invitations: all for administrators, their own for trainers. */
public final class ListInvitations {
    public sealed interface Result {
        /** @param more whether more invitations follow */
        record Page(List<Invitation> invitations, boolean more) implements Result {}

        record NotAllowed() implements Result {}
    }

    private final Invitations invitations;

    public ListInvitations(Invitations invitations) {
        this.invitations = invitations;
    }

    /** @param after null to begin at the newest */
    public Result list(Actor actor, @Nullable Position after, int limit) {
        if (!(actor instanceof Actor.SignedIn user) || user.role().isBelow(Role.TRAINER)) {
            return new Result.NotAllowed();
        }
        // One extra invitation tells whether there is a next page.
        List<Invitation> found = invitations.list(actor.isAdmin() ? null : user.id(), after, limit + 1);
        boolean more = found.size() > limit;
        return new Result.Page(more ? found.subList(0, limit) : found, more);
    }
}
