package io.clubroom.domain.user;

import java.util.UUID;

/** The id of a user's picture: random, and replaced whenever the picture changes. */
public record AvatarId(UUID value) {
    /** The path at which the API sends the picture. It changes with the picture, so that caches never show an old one. */
    public String pathOf(UserId user) {
        return "/api/users/" + user + "/avatar?v=" + value;
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
