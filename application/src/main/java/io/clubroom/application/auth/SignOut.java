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

    /** Ends the session of the token and returns its user, for the log only. Does nothing if the token is unknown; the client must not learn that. */
    public Optional<UserId> signOut(String refreshToken) {
        Optional<RefreshToken> found = transactions.call(() -> refreshTokens.lock(SecretHash.of(refreshToken)));
        found.ifPresent(token -> transactions.call(() -> {
            users.lockExclusively(token.user())
                    .ifPresent(user -> revokeSessions.end(user, new SessionId(token.family())));
            // A session of a version without sessions has only refresh tokens.
            refreshTokens.removeFamily(token.family());
            return true;
        }));
        return found.map(RefreshToken::user);
    }

    /** Ends the session of the actor's access token. A token without a session stays valid. */
    public void signOut(Actor.SignedIn actor) {
        SessionId session = actor.session();
        if (session != null) {
            transactions.call(() -> users.lockExclusively(actor.id()).map(user -> revokeSessions.end(user, session)));
        }
    }
}
