package io.clubroom.application.auth;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.session.Sessions;
import io.clubroom.domain.user.Admins;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ends the sessions of a user and the tokens without a session: the actor's own, or for administrators anybody's. */
public final class EndAllSessions {
    public sealed interface Result {
        record Ended() implements Result {}

        record NotAllowed() implements Result {}

        record NotFound() implements Result {}
    }

    private final Transactions transactions;
    private final Admins admins;
    private final Users users;
    private final Sessions sessions;
    private final TokenRevocations revocations;
    private final StepUp stepUp;

    public EndAllSessions(
            Transactions transactions,
            Admins admins,
            Users users,
            Sessions sessions,
            TokenRevocations revocations,
            StepUp stepUp) {
        this.transactions = transactions;
        this.admins = admins;
        this.users = users;
        this.sessions = sessions;
        this.revocations = revocations;
        this.stepUp = stepUp;
    }

    /**
     * @param keepsCurrent whether the actor's current session continues
     * @throws io.clubroom.domain.auth.ReauthenticationRequired if the actor last authenticated too long ago
     */
    public Result end(Actor actor, UserId id, boolean keepsCurrent) {
        if (!actor.mayChange(id)) {
            return new Result.NotAllowed();
        }
        SessionId kept = keepsCurrent && actor instanceof Actor.SignedIn signedIn ? signedIn.session() : null;
        return transactions.call(() -> {
            admins.lock();
            return transactions.call(actor, () -> {
                stepUp.require(actor);
                Optional<User> user = users.lockExclusively(id);
                user.ifPresent(found -> end(found, kept));
                return user.isPresent() ? new Result.Ended() : new Result.NotFound();
            });
        });
    }

    private void end(User user, @Nullable SessionId kept) {
        User ended = user.withTokensEnded();
        users.update(ended);
        sessions.removeAll(user.id(), kept);
        if (kept != null) {
            sessions.find(kept).map(session -> session.spared(ended)).ifPresent(sessions::update);
        }
        revocations.revokeBelow(user.id(), ended.tokenVersion(), kept);
    }
}
