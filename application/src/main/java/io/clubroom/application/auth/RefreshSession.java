package io.clubroom.application.auth;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.AccessTokenLifetime;
import io.clubroom.domain.auth.RefreshToken;
import io.clubroom.domain.auth.RefreshTokens;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.session.Session;
import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.session.Sessions;
import io.clubroom.domain.session.SignInMethod;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Continues a session by replacing its refresh token with a new one. Reuse of a replaced token suggests theft and ends the
 * whole session (RFC 9700 §4.14.2).
 */
public final class RefreshSession {
    /** The time in which a used token may be used again: by a client that lost the response, or in a second window. */
    private static final Duration REUSE_GRACE = Duration.ofSeconds(10);

    public sealed interface Result {
        record Refreshed(OpenedSession session) implements Result {}

        /** The token is unknown, expired or used, or its session has ended. */
        record Refused() implements Result {}
    }

    private final Transactions transactions;
    private final RefreshTokens refreshTokens;
    private final Sessions sessions;
    private final Users users;
    private final RenewTokens renewTokens;
    private final RevokeSession revokeSession;
    private final AccessTokenLifetime accessTokenLifetime;
    private final InstantSource clock;

    public RefreshSession(
            Transactions transactions,
            RefreshTokens refreshTokens,
            Sessions sessions,
            Users users,
            RenewTokens renewTokens,
            RevokeSession revokeSession,
            AccessTokenLifetime accessTokenLifetime,
            InstantSource clock) {
        this.transactions = transactions;
        this.refreshTokens = refreshTokens;
        this.sessions = sessions;
        this.users = users;
        this.renewTokens = renewTokens;
        this.revokeSession = revokeSession;
        this.accessTokenLifetime = accessTokenLifetime;
        this.clock = clock;
    }

    /** @param device the device that gets the tokens */
    public Result refresh(String token, Device device) {
        SecretHash hash = SecretHash.of(token);
        Outcome outcome = transactions.call(() -> exchange(hash, device));
        return switch (outcome) {
            case Outcome.Exchanged(OpenedSession session) -> new Result.Refreshed(session);
            case Outcome.Unusable _ -> new Result.Refused();
            case Outcome.Reused(RefreshToken reused) -> {
                // In a separate transaction, because the user must be locked exclusively first.
                transactions.call(() -> endSession(reused));
                yield new Result.Refused();
            }
        };
    }

    private sealed interface Outcome {
        record Exchanged(OpenedSession session) implements Outcome {}

        record Unusable() implements Outcome {}

        record Reused(RefreshToken token) implements Outcome {}
    }

    private Outcome exchange(SecretHash hash, Device device) {
        Instant now = clock.instant();
        Optional<RefreshToken> found = refreshTokens.lock(hash);
        if (found.isEmpty() || !now.isBefore(found.get().expiresAt())) {
            return new Outcome.Unusable();
        }
        RefreshToken token = found.get();
        if (token.usedAt() == null) {
            refreshTokens.markUsed(hash, now);
        } else if (now.isAfter(token.usedAt().plus(REUSE_GRACE))) {
            return new Outcome.Reused(token);
        }
        Optional<User> user = users.find(token.user()).filter(User::active);
        return user.flatMap(owner -> session(owner, token, now)
                        .<Outcome>map(session -> new Outcome.Exchanged(renewTokens.renew(owner, session, device))))
                .orElseGet(Outcome.Unusable::new);
    }

    /**
     * Returns the session of the token. If an earlier version issued the token without a session, one is stored now, unless the user has
     * too many sessions.
     */
    private Optional<Session> session(User owner, RefreshToken token, Instant now) {
        SessionId id = new SessionId(token.family());
        Optional<Session> stored = sessions.find(id);
        if (stored.isPresent()) {
            // A new password has ended the earlier tokens of the session that set it.
            return stored.filter(
                    session -> session.isLive(owner, now) && token.tokenVersion() >= session.lowestTokenVersion());
        }
        if (token.tokenVersion() != owner.tokenVersion()) {
            return Optional.empty();
        }
        boolean hasPassword = owner.passwordHash() != null;
        Session adopted = Session.opened(
                id,
                owner,
                hasPassword ? SignInMethod.PASSWORD : SignInMethod.OAUTH,
                Set.of(hasPassword ? AuthenticationMethod.PWD : AuthenticationMethod.FED),
                Device.UNKNOWN,
                token.issuedAt(),
                accessTokenLifetime.value());
        return sessions.add(adopted, OpenSession.MAX_SESSIONS) ? Optional.of(adopted) : Optional.empty();
    }

    private boolean endSession(RefreshToken reused) {
        users.lockExclusively(reused.user());
        sessions.find(new SessionId(reused.family())).ifPresent(revokeSession::revoke);
        refreshTokens.removeFamily(reused.family());
        return true;
    }
}
