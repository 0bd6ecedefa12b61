package io.clubroom.domain.chat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.user.Role;
import java.util.Set;

/**
 * Decides who may create rooms: administrators create public ones, users with one of these roles private ones, and everybody direct ones.
 *
 * @param roles may be empty
 */
public record RoomCreators(Set<Role> roles) {
    public static final RoomCreators DEFAULT = new RoomCreators(Set.of(Role.ADMIN, Role.TRAINER));

    /** Whether the actor may create public or private rooms; direct rooms are opened in another way. */
    public boolean admits(Actor actor) {
        return admits(actor, RoomKind.PUBLIC) || admits(actor, RoomKind.PRIVATE);
    }

    public boolean admits(Actor actor, RoomKind kind) {
        return switch (kind) {
            case PUBLIC -> actor.isAdmin();
            case PRIVATE -> actor instanceof Actor.SignedIn signedIn && roles.contains(signedIn.role());
            case DIRECT -> actor instanceof Actor.SignedIn;
        };
    }
}
