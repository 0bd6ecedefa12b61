package io.clubroom.application.auth;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.RefreshToken;
import io.clubroom.domain.auth.RefreshTokens;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import java.util.Optional;

/** Ends a session with all its tokens. */
public final class SignOut {
    private final Transactions transactions;
    private final RefreshTokens refreshTokens;
    private final Users users;
    private final RevokeSessions revokeSessions;

    public SignOut(Transactions transactions, RefreshTokens refreshTokens, Users users, RevokeSessions revokeSessions) {
        this.transactions = transactions;
        this.refreshTokens = refreshTokens;
        this.users = users;
        this.revokeSessions = revokeSessions;
    }

    /** Ends the session of the token. Does nothing if the token is unknown; the caller cannot tell the difference. */
    public void signOut(String refreshToken) {
        Optional<RefreshToken> found = transactions.call(() -> refreshTokens.lock(SecretHash.of(refreshToken)));
        found.ifPresent(token -> end(token.user(), new SessionId(token.family())));
    }

    /** Ends the session of the actor's access token. A token without a session stays valid. */
    public void signOut(Actor.SignedIn actor) {
        if (actor.session() != null) {
            end(actor.id(), actor.session());
        }
    }

    private void end(UserId owner, SessionId session) {
        transactions.call(() -> {
            users.lockExclusively(owner).ifPresent(user -> revokeSessions.end(user, session));
            // A session of a version without sessions has only refresh tokens.
            refreshTokens.removeFamily(session.value());
            return true;
        });
    }
}
