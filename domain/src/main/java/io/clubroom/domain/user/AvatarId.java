package io.clubroom.domain.user;

import java.util.UUID;

/** The id of a user's picture; random, and another one whenever the picture changes. */
public record AvatarId(UUID value) {
    /** The path at which the API sends the picture. It changes with the picture, so that nobody shows an old one that a cache keeps. */
    public String pathOf(UserId user) {
        return "/api/users/" + user + "/avatar?v=" + value;
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
