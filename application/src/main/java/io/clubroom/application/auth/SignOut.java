package io.clubroom.application.auth;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.RefreshToken;
import io.clubroom.domain.auth.RefreshTokens;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.session.Sessions;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import java.util.Optional;

/** Ends the session of a refresh token with all its tokens. */
public final class SignOut {
    /** @param owner the owner of the session, for the log only; empty if the token is unknown, which the client must not learn */
    public record Result(Optional<UserId> owner) {}

    private final Transactions transactions;
    private final RefreshTokens refreshTokens;
    private final Sessions sessions;
    private final Users users;
    private final RevokeSession revokeSession;

    public SignOut(
            Transactions transactions,
            RefreshTokens refreshTokens,
            Sessions sessions,
            Users users,
            RevokeSession revokeSession) {
        this.transactions = transactions;
        this.refreshTokens = refreshTokens;
        this.sessions = sessions;
        this.users = users;
        this.revokeSession = revokeSession;
    }

    public Result signOut(String refreshToken) {
        Optional<RefreshToken> found = transactions.call(() -> refreshTokens.lock(SecretHash.of(refreshToken)));
        found.ifPresent(token -> transactions.call(() -> {
            users.lockExclusively(token.user());
            sessions.find(new SessionId(token.family())).ifPresent(revokeSession::revoke);
            // A session that an earlier version opened may have only refresh tokens.
            refreshTokens.removeFamily(token.family());
            return true;
        }));
        return new Result(found.map(RefreshToken::user));
    }
}
