package io.clubroom.application.auth;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.user.Admins;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import java.util.Optional;

/** Ends a session of a user, with all its tokens: one's own, or as an administrator anybody's. */
public final class EndSession {
    public sealed interface Result {
        record Ended() implements Result {}

        record NotAllowed() implements Result {}

        record UserNotFound() implements Result {}

        /** The user has no such session, or it has ended. */
        record NotFound() implements Result {}
    }

    private final Transactions transactions;
    private final Admins admins;
    private final Users users;
    private final RevokeSessions revokeSessions;
    private final StepUp stepUp;

    public EndSession(
            Transactions transactions, Admins admins, Users users, RevokeSessions revokeSessions, StepUp stepUp) {
        this.transactions = transactions;
        this.admins = admins;
        this.users = users;
        this.revokeSessions = revokeSessions;
        this.stepUp = stepUp;
    }

    /** @throws io.clubroom.domain.auth.ReauthenticationRequired if the session is not the actor's current one */
    public Result end(Actor actor, UserId id, SessionId session) {
        if (!actor.mayChange(id)) {
            return new Result.NotAllowed();
        }
        return transactions.call(() -> {
            admins.lock();
            return transactions.call(actor, () -> {
                if (!(actor instanceof Actor.SignedIn signedIn && session.equals(signedIn.session()))) {
                    stepUp.require(actor);
                }
                Optional<User> user = users.lockExclusively(id);
                if (user.isEmpty()) {
                    return new Result.UserNotFound();
                }
                return revokeSessions.end(user.get(), session) ? new Result.Ended() : new Result.NotFound();
            });
        });
    }
}
