package io.clubroom.domain.session;

import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * A sign-in, continued by refreshing.
 *
 * @param tokenVersion the session has ended if it is below {@link io.clubroom.domain.user.User#tokenVersion()}
 * @param lowestTokenVersion tokens of the session with a lower version have ended
 * @param authenticationMethods all methods by which the user proved who they are
 * @param authenticatedAt when the user last did so
 * @param device the device on which it was opened or last refreshed
 * @param lastUsedAt truncated to the minute
 * @param expiresAt when it can no longer be continued
 * @param accessExpiresAt when the last of its access tokens expires
 */
public record Session(
        SessionId id,
        UserId user,
        int tokenVersion,
        int lowestTokenVersion,
        SignInMethod method,
        Set<AuthenticationMethod> authenticationMethods,
        Instant authenticatedAt,
        Device device,
        Instant createdAt,
        Instant lastUsedAt,
        Instant expiresAt,
        Instant accessExpiresAt) {
    /** How long a session lasts without a refresh. */
    public static final Duration IDLE_LIFETIME = Duration.ofDays(30);

    private static final int MINUTE = 60;

    public Session {
        // In the order of the enum.
        authenticationMethods = Collections.unmodifiableSet(new TreeSet<>(authenticationMethods));
        lastUsedAt = Instant.ofEpochSecond(Math.floorDiv(lastUsedAt.getEpochSecond(), MINUTE) * MINUTE);
    }

    /**
     * Returns a session that begins now.
     *
     * @param methods by which the user has just proved who they are
     * @param accessLifetime how long its first access token is valid
     */
    public static Session opened(
            SessionId id,
            User user,
            SignInMethod method,
            Set<AuthenticationMethod> methods,
            Device device,
            Instant now,
            Duration accessLifetime) {
        return new Session(
                        id,
                        user.id(),
                        user.tokenVersion(),
                        user.tokenVersion(),
                        method,
                        methods,
                        now,
                        device,
                        now,
                        now,
                        now,
                        now)
                .continued(user, device, now, accessLifetime);
    }

    /**
     * Returns this session after a refresh; it has the user's current token version.
     *
     * @param accessLifetime how long its newest access token is valid
     */
    public Session continued(User owner, Device newDevice, Instant now, Duration accessLifetime) {
        Instant newAccessExpiresAt = later(accessExpiresAt, now.plus(accessLifetime));
        return new Session(
                id,
                user,
                owner.tokenVersion(),
                // A new password has ended the older tokens of the session, too.
                owner.tokenVersion() > tokenVersion ? owner.tokenVersion() : lowestTokenVersion,
                method,
                authenticationMethods,
                authenticatedAt,
                newDevice,
                createdAt,
                later(lastUsedAt, now),
                later(now.plus(IDLE_LIFETIME), newAccessExpiresAt),
                newAccessExpiresAt);
    }

    /** Returns this session at the user's current token version, so that it continues although the user's other tokens have ended. */
    public Session spared(User owner) {
        return copy(owner.tokenVersion(), authenticationMethods, authenticatedAt, lastUsedAt);
    }

    /** Returns this session after a use. */
    public Session used(Instant at) {
        return copy(tokenVersion, authenticationMethods, authenticatedAt, at);
    }

    /** Returns this session after the user has proved again who they are, by these methods. */
    public Session reauthenticated(Set<AuthenticationMethod> methods, Instant now) {
        Set<AuthenticationMethod> all = new TreeSet<>(authenticationMethods);
        all.addAll(methods);
        return copy(tokenVersion, all, now, lastUsedAt);
    }

    /** Whether the session can still be used. */
    public boolean isLive(User owner, Instant now) {
        return tokenVersion >= owner.tokenVersion() && now.isBefore(expiresAt);
    }

    private Session copy(
            int newTokenVersion,
            Set<AuthenticationMethod> newMethods,
            Instant newAuthenticatedAt,
            Instant newLastUsedAt) {
        return new Session(
                id,
                user,
                newTokenVersion,
                lowestTokenVersion,
                method,
                newMethods,
                newAuthenticatedAt,
                device,
                createdAt,
                newLastUsedAt,
                expiresAt,
                accessExpiresAt);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
