package io.clubroom.application.auth;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.RefreshToken;
import io.clubroom.domain.auth.RefreshTokens;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Continues a session by replacing its refresh token with a new one. Reuse of a replaced token suggests theft and ends the
 * whole session (RFC 9700 §4.14.2).
 */
public final class RefreshSession {
    /** During this time a token may be used again: by a client that lost the response, or from a second window. */
    private static final Duration REUSE_GRACE = Duration.ofSeconds(10);

    public sealed interface Result {
        record Refreshed(Session session) implements Result {}

        /** The token is unknown, expired or used, or its session has ended. */
        record Refused() implements Result {}
    }

    private final Transactions transactions;
    private final RefreshTokens refreshTokens;
    private final Users users;
    private final OpenSession openSession;
    private final InstantSource clock;

    public RefreshSession(
            Transactions transactions,
            RefreshTokens refreshTokens,
            Users users,
            OpenSession openSession,
            InstantSource clock) {
        this.transactions = transactions;
        this.refreshTokens = refreshTokens;
        this.users = users;
        this.openSession = openSession;
        this.clock = clock;
    }

    public Result refresh(String token) {
        return transactions.call(() -> exchange(SecretHash.of(token)));
    }

    private Result exchange(SecretHash hash) {
        Instant now = clock.instant();
        Optional<RefreshToken> found = refreshTokens.lock(hash);
        if (found.isEmpty() || !now.isBefore(found.get().expiresAt())) {
            return new Result.Refused();
        }
        RefreshToken token = found.get();
        if (token.usedAt() == null) {
            refreshTokens.markUsed(hash, now);
        } else if (now.isAfter(token.usedAt().plus(REUSE_GRACE))) {
            refreshTokens.removeFamily(token.family());
            return new Result.Refused();
        }
        Optional<User> user = users.find(token.user())
                .filter(User::active)
                .filter(owner -> owner.tokenVersion() == token.tokenVersion());
        return user.<Result>map(owner -> new Result.Refreshed(openSession.open(owner, token.family())))
                .orElseGet(Result.Refused::new);
    }
}
