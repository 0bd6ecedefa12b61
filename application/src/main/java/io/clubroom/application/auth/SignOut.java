package io.clubroom.application.auth;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.RefreshTokens;
import io.clubroom.domain.auth.SecretHash;

/** Ends a session by removing its refresh tokens. Its access tokens stay valid until they expire. */
public final class SignOut {
    private final Transactions transactions;
    private final RefreshTokens refreshTokens;

    public SignOut(Transactions transactions, RefreshTokens refreshTokens) {
        this.transactions = transactions;
        this.refreshTokens = refreshTokens;
    }

    /** Does nothing if the token is unknown; the caller cannot tell the difference. */
    public void signOut(String refreshToken) {
        transactions.call(() -> {
            refreshTokens
                    .lock(SecretHash.of(refreshToken))
                    .ifPresent(token -> refreshTokens.removeFamily(token.family()));
            return true;
        });
    }
}
