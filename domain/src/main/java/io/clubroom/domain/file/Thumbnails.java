package io.clubroom.domain.file;

import java.util.Optional;

/** Stores which thumbnails of files have been made. They are removed together with the file. */
public interface Thumbnails {
    /** A thumbnail in the store. */
    record Thumbnail(ContentId content, MediaType type) {}

    Optional<Thumbnail> find(FileId file, int size);

    /**
     * Stores a thumbnail, whose content has been {@linkplain Contents#begin begun}.
     *
     * @return false if the file has one of this size, or does not exist any more; nothing is stored
     */
    boolean add(FileId file, int size, Thumbnail thumbnail);
}
