package io.clubroom.application.auth;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.session.Session;
import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.session.Sessions;
import io.clubroom.domain.user.Admins;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import java.time.InstantSource;
import java.util.Optional;

/** Ends a session of a user, with all its tokens: the actor's own, or for administrators anybody's. */
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
    private final Sessions sessions;
    private final RevokeSession revokeSession;
    private final StepUp stepUp;
    private final InstantSource clock;

    public EndSession(
            Transactions transactions,
            Admins admins,
            Users users,
            Sessions sessions,
            RevokeSession revokeSession,
            StepUp stepUp,
            InstantSource clock) {
        this.transactions = transactions;
        this.admins = admins;
        this.users = users;
        this.sessions = sessions;
        this.revokeSession = revokeSession;
        this.stepUp = stepUp;
        this.clock = clock;
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
                return end(user.get(), session);
            });
        });
    }

    private Result end(User user, SessionId id) {
        Optional<Session> session =
                sessions.find(id).filter(found -> found.user().equals(user.id()));
        session.ifPresent(revokeSession::revoke);
        return session.filter(found -> found.isLive(user, clock.instant())).isPresent()
                ? new Result.Ended()
                : new Result.NotFound();
    }
}
