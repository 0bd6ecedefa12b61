package io.clubroom.domain.auth;

import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.UserId;

/** Who asks. */
public sealed interface Actor {
    /** Somebody who did not sign in. */
    record Anonymous() implements Actor {}

    /** A user, with the role that their token vouches for. */
    record SignedIn(UserId id, Role role) implements Actor {}

    Actor ANONYMOUS = new Anonymous();

    default boolean isAdmin() {
        return this instanceof SignedIn(UserId _, Role role) && role == Role.ADMIN;
    }

    default boolean is(UserId user) {
        return this instanceof SignedIn(UserId id, Role _) && id.equals(user);
    }
}
