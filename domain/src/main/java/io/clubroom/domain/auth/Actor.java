package io.clubroom.domain.auth;

import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import org.jspecify.annotations.Nullable;

/** Who makes a request. */
public sealed interface Actor {
    /** A caller without a token. */
    record Anonymous() implements Actor {}

    /**
     * A signed-in user.
     *
     * @param role the role that the token carries
     * @param tokenVersion {@link User#tokenVersion()} at the time when the token was issued
     */
    record SignedIn(UserId id, Role role, int tokenVersion) implements Actor {
        /** The user as the bearer of a token that is issued now. */
        public static SignedIn of(User user) {
            return new SignedIn(user.id(), user.role(), user.tokenVersion());
        }

        /**
         * Checks that the token still gives what it says.
         *
         * @param standing the user's current standing, null if the user does not exist
         * @throws ActorEnded if it does not
         */
        public void requireCurrent(@Nullable Standing standing) {
            if (standing == null || !standing.active() || standing.tokenVersion() > tokenVersion) {
                throw new ActorEnded(ActorEnded.Reason.TOKEN_ENDED);
            }
            if (standing.role().isBelow(role)) {
                throw new ActorEnded(ActorEnded.Reason.ROLE_LOST);
            }
        }
    }

    /** The properties of a stored user that decide which of the user's tokens are valid. */
    record Standing(boolean active, Role role, int tokenVersion) {
        public static Standing of(User user) {
            return new Standing(user.active(), user.role(), user.tokenVersion());
        }
    }

    Actor ANONYMOUS = new Anonymous();

    default boolean isAdmin() {
        return this instanceof SignedIn signedIn && signedIn.role() == Role.ADMIN;
    }

    /** Whether the actor may read and change the user: everybody themselves, administrators anybody. */
    default boolean mayChange(UserId user) {
        return isAdmin() || is(user);
    }

    default boolean is(UserId user) {
        return this instanceof SignedIn signedIn && signedIn.id().equals(user);
    }
}
