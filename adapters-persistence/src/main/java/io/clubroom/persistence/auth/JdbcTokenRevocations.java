package io.clubroom.persistence.auth;

import io.clubroom.domain.Unavailable;
import io.clubroom.domain.auth.AccessTokenLifetime;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.JdbcTransactions;
import io.clubroom.persistence.StartPatience;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Token revocations in PostgreSQL. All are cached in memory; those of other nodes are polled several times a second. */
@Context
@Requires(beans = AccessTokenLifetime.class)
public final class JdbcTokenRevocations implements TokenRevocations {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcTokenRevocations.class);
    private static final Duration PERIOD = Duration.ofMillis(300);

    /** How far each poll reaches back before the last one, because a revocation gets its time before it is committed. */
    private static final Duration OVERLAP = Duration.ofSeconds(60);

    /** Tokens may have been issued with a longer lifetime than the current setting, and clocks differ. */
    private static final Duration SLACK = Duration.ofDays(30);

    private static final Duration CLEANUP_PERIOD = Duration.ofHours(1);

    private final RevocationRows rows;
    private final JdbcTransactions transactions;
    private final Duration lifetime;
    private final Map<UUID, Revocation> revocations = new ConcurrentHashMap<>();

    /** The sessions that ended, until their access tokens have expired. */
    private final Map<UUID, Instant> sessions = new ConcurrentHashMap<>();

    private final AtomicLong changes = new AtomicLong();
    private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("token-revocations").factory());
    private volatile Instant lastRead = Instant.EPOCH;
    private Instant lastCleanup = Instant.EPOCH;
    private boolean failing;

    JdbcTokenRevocations(RevocationRows rows, JdbcTransactions transactions, AccessTokenLifetime accessTokenLifetime) {
        this.rows = rows;
        this.transactions = transactions;
        this.lifetime = accessTokenLifetime.value().plus(SLACK);
    }

    /**
     * @param except the session whose tokens are valid whatever their version
     * @param expiresAt when the last revoked token has expired
     */
    private record Revocation(int tokenVersion, @Nullable UUID except, Instant expiresAt) {
        Revocation and(Revocation other) {
            Revocation higher = other.tokenVersion > tokenVersion ? other : this;
            return new Revocation(
                    higher.tokenVersion,
                    higher.except,
                    expiresAt.isAfter(other.expiresAt) ? expiresAt : other.expiresAt);
        }
    }

    /** Loads all revocations before the server accepts requests. */
    @PostConstruct
    void start() {
        StartPatience.waitOutOutage(() -> {
            read();
            return true;
        });
        // The task catches all its exceptions, so its future is not needed.
        var _ = reader.scheduleWithFixedDelay(this::poll, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        reader.shutdownNow();
        reader.close();
    }

    @Override
    public void revokeBelow(UserId user, int tokenVersion, @Nullable SessionId except) {
        UUID spared = except == null ? null : except.value();
        rows.revoke(user.value(), tokenVersion, spared, (double) lifetime.toSeconds());
        transactions.afterCommit(
                () -> remember(user.value(), new Revocation(tokenVersion, spared, lastRead.plus(lifetime))));
    }

    @Override
    public void revoke(SessionId session, Instant expiresAt) {
        rows.revokeSession(session.value(), expiresAt);
        transactions.afterCommit(() -> remember(session.value(), expiresAt));
    }

    @Override
    public boolean isRevoked(Actor.SignedIn bearer) {
        SessionId session = bearer.session();
        if (session != null && sessions.containsKey(session.value())) {
            return true;
        }
        Revocation revocation = revocations.get(bearer.id().value());
        return revocation != null
                && bearer.tokenVersion() < revocation.tokenVersion()
                && (session == null || !session.value().equals(revocation.except()));
    }

    @Override
    public int versionOf(Actor.SignedIn bearer) {
        SessionId session = bearer.session();
        Revocation revocation = revocations.get(bearer.id().value());
        return session != null && revocation != null && session.value().equals(revocation.except())
                ? Math.max(revocation.tokenVersion(), bearer.tokenVersion())
                : bearer.tokenVersion();
    }

    @Override
    public long changes() {
        return changes.get();
    }

    /** Polls overlap, so most revocations are known already. */
    private void remember(UUID user, Revocation revocation) {
        Revocation known = revocations.get(user);
        revocations.merge(user, revocation, Revocation::and);
        if (known == null || known.tokenVersion() < revocation.tokenVersion()) {
            changes.incrementAndGet();
        }
    }

    private void remember(UUID session, Instant expiresAt) {
        if (sessions.put(session, expiresAt) == null) {
            changes.incrementAndGet();
        }
    }

    private void poll() {
        try {
            read();
            if (failing) {
                LOG.info("Polling token revocations of other nodes again");
                failing = false;
            }
            cleanUp();
        } catch (Unavailable outage) {
            // The outage is logged once for all users of the database. The next poll starts from the last successful
            // one.
            LOG.debug("Cannot poll token revocations of other nodes", outage);
        } catch (RuntimeException failure) {
            if (!failing) {
                LOG.warn("Cannot poll token revocations of other nodes", failure);
                failing = true;
            }
        }
    }

    private void read() {
        Instant readAt = lastRead;
        for (ReadRevocation found : rows.since(lastRead.minus(OVERLAP))) {
            readAt = found.readAt();
            if (found.expiresAt() == null) {
                continue;
            }
            if (found.userId() != null && found.tokenVersion() != null) {
                remember(found.userId(), new Revocation(found.tokenVersion(), found.sessionId(), found.expiresAt()));
            } else if (found.sessionId() != null) {
                remember(found.sessionId(), found.expiresAt());
            }
        }
        lastRead = readAt;
    }

    private void cleanUp() {
        if (lastRead.isAfter(lastCleanup.plus(CLEANUP_PERIOD))) {
            rows.removeExpired();
            rows.removeExpiredSessions();
            revocations.values().removeIf(revocation -> revocation.expiresAt().isBefore(lastRead));
            sessions.values().removeIf(expiresAt -> expiresAt.isBefore(lastRead));
            lastCleanup = lastRead;
        }
    }
}
