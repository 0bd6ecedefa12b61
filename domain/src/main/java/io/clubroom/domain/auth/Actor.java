package io.clubroom.domain.auth;

import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The sender of a request. */
public sealed interface Actor {
    /** A caller without a token. */
    record Anonymous() implements Actor {}

    /**
     * A signed-in user.
     *
     * @param role the role that the token carries
     * @param tokenVersion {@link User#tokenVersion()} at the time when the token was issued
     * @param session the session of the token, null for a token issued by an earlier version, without sessions
     * @param authenticatedAt when the user last proved who they are, null without a session
     * @param enrollmentOnly whether the token is valid only for adding a second factor, which the user's role requires
     */
    record SignedIn(
            UserId id,
            Role role,
            int tokenVersion,
            @Nullable SessionId session,
            @Nullable Instant authenticatedAt,
            boolean enrollmentOnly)
            implements Actor {
        /** The bearer of a token without a session. */
        public SignedIn(UserId id, Role role, int tokenVersion) {
            this(id, role, tokenVersion, null, null, false);
        }

        /** Returns the user as the bearer of a new token without a session. */
        public static SignedIn of(User user) {
            return new SignedIn(user.id(), user.role(), user.tokenVersion());
        }

        /**
         * Checks that the user still exists and is active, and that the token is not revoked and its role not too high.
         *
         * @param standing the current standing of the user and the token's session, null if one of them does not exist
         * @throws ActorEnded if the check fails
         */
        public void requireCurrent(@Nullable Standing standing) {
            if (standing == null || !standing.active() || hasEnded(standing)) {
                throw new ActorEnded(ActorEnded.Reason.TOKEN_ENDED);
            }
            if (standing.role().isBelow(role)) {
                throw new ActorEnded(ActorEnded.Reason.ROLE_LOST);
            }
        }

        private boolean hasEnded(Standing standing) {
            SessionStanding current = standing.session();
            if (session == null || current == null) {
                return standing.tokenVersion() > tokenVersion;
            }
            return standing.tokenVersion() > current.tokenVersion() || current.lowestTokenVersion() > tokenVersion;
        }
    }

    /**
     * The stored state that decides whether a token is valid.
     *
     * @param session the stored state of the token's session, null for a token without one
     */
    record Standing(
            boolean active,
            Role role,
            int tokenVersion,
            @Nullable SessionStanding session) {
        public static Standing of(User user, @Nullable SessionStanding session) {
            return new Standing(user.active(), user.role(), user.tokenVersion(), session);
        }
    }

    /** The versions of a {@link io.clubroom.domain.session.Session}. */
    record SessionStanding(int tokenVersion, int lowestTokenVersion) {}

    Actor ANONYMOUS = new Anonymous();

    default boolean isAdmin() {
        return this instanceof SignedIn signedIn && signedIn.role() == Role.ADMIN;
    }

    /** Whether the actor may read and change the user: users themselves, administrators anybody. */
    default boolean mayChange(UserId user) {
        return isAdmin() || is(user);
    }

    default boolean is(UserId user) {
        return this instanceof SignedIn signedIn && signedIn.id().equals(user);
    }
}
