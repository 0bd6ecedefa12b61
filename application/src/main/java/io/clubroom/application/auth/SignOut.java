package io.clubroom.application.auth;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.RefreshTokens;
import io.clubroom.domain.auth.SecretHash;

/** Ends a session: its refresh tokens are no longer good. An access token in use lives out its time. */
public final class SignOut {
    private final Transactions transactions;
    private final RefreshTokens refreshTokens;

    public SignOut(Transactions transactions, RefreshTokens refreshTokens) {
        this.transactions = transactions;
        this.refreshTokens = refreshTokens;
    }

    /** A token that nobody knows is none to end: the caller sees no difference. */
    public void signOut(String refreshToken) {
        transactions.call(() -> {
            refreshTokens
                    .lock(SecretHash.of(refreshToken))
                    .ifPresent(token -> refreshTokens.removeFamily(token.family()));
            return true;
        });
    }
}
