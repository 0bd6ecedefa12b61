package io.clubroom.domain.file;

import java.util.Optional;

/** Stores which thumbnails of files exist. They are removed together with the file. */
public interface Thumbnails {
    /** A thumbnail in the store. */
    record Thumbnail(ContentId content, MediaType type) {}

    Optional<Thumbnail> find(FileId file, int size);

    /**
     * Stores a thumbnail, whose content has been {@linkplain Contents#begin begun}.
     *
     * @return false if the file already has one of this size, or no longer exists; nothing is stored
     */
    boolean add(FileId file, int size, Thumbnail thumbnail);
}
