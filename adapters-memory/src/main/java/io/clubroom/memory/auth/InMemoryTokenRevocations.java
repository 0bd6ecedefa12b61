package io.clubroom.memory.auth;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Revocations on a single node. */
public final class InMemoryTokenRevocations implements TokenRevocations {
    private final Transactions transactions;
    private final Map<UserId, Bound> lowestValid = new ConcurrentHashMap<>();
    private final Set<SessionId> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicLong changes = new AtomicLong();

    public InMemoryTokenRevocations(Transactions transactions) {
        this.transactions = transactions;
    }

    /** @param except the session whose tokens are valid whatever their version */
    private record Bound(int tokenVersion, @Nullable SessionId except) {}

    @Override
    public void revokeBelow(UserId user, int tokenVersion, @Nullable SessionId except) {
        transactions.afterCommit(() -> {
            lowestValid.merge(
                    user,
                    new Bound(tokenVersion, except),
                    (known, further) -> further.tokenVersion() > known.tokenVersion() ? further : known);
            changes.incrementAndGet();
        });
    }

    @Override
    public void revoke(SessionId session, Instant expiresAt) {
        transactions.afterCommit(() -> {
            sessions.add(session);
            changes.incrementAndGet();
        });
    }

    @Override
    public boolean isRevoked(Actor.SignedIn bearer) {
        SessionId session = bearer.session();
        if (session != null && sessions.contains(session)) {
            return true;
        }
        Bound bound = lowestValid.get(bearer.id());
        return bound != null
                && bearer.tokenVersion() < bound.tokenVersion()
                && (session == null || !session.equals(bound.except()));
    }

    @Override
    public int versionOf(Actor.SignedIn bearer) {
        Bound bound = lowestValid.get(bearer.id());
        return bound != null && bound.except() != null && bound.except().equals(bearer.session())
                ? Math.max(bound.tokenVersion(), bearer.tokenVersion())
                : bearer.tokenVersion();
    }

    @Override
    public long changes() {
        return changes.get();
    }
}
