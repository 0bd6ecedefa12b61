package io.clubroom.domain.auth;

import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.UserId;

/** Who makes a request. */
public sealed interface Actor {
    /** A caller without a token. */
    record Anonymous() implements Actor {}

    /** A signed-in user, with the role that the token carries. */
    record SignedIn(UserId id, Role role) implements Actor {}

    Actor ANONYMOUS = new Anonymous();

    default boolean isAdmin() {
        return this instanceof SignedIn(UserId _, Role role) && role == Role.ADMIN;
    }

    default boolean is(UserId user) {
        return this instanceof SignedIn(UserId id, Role _) && id.equals(user);
    }
}
