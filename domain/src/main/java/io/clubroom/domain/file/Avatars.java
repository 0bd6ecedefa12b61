package io.clubroom.domain.file;

import io.clubroom.domain.user.UserId;
import java.util.Map;
import java.util.Optional;

/** Stores the pictures of users. They are removed together with the user. */
public interface Avatars {
    /**
     * Replaces the contents of a user's picture, by their sizes in pixels, which have been {@linkplain Contents#begin begun}; empty to
     * remove it. The caller must hold the user's lock. Does nothing if the user no longer exists.
     */
    void set(UserId user, Map<Integer, ContentId> contents);

    Optional<ContentId> find(UserId user, int size);
}
