package io.clubroom.domain.file;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Stores uploads. Every removal of one, including the removal of its owner, {@linkplain Contents#removed releases} the contents of its
 * parts.
 */
public interface Uploads {
    /** A part of an upload. */
    record Part(ContentId content, long offset, long length) {}

    /** Stores a new upload. Does nothing if its owner no longer exists. */
    void add(Upload upload);

    Optional<Upload> find(FileId id);

    /**
     * Adds a part, whose content has been {@linkplain Contents#begin begun}, if it begins where the upload ends.
     *
     * @return false if another part was added there, or the upload was removed or finished; nothing is stored
     * @throws IllegalStateException if the content was removed in the meantime
     */
    boolean append(FileId id, Part part, Instant expiresAt);

    /** Returns the parts of an upload in order. */
    List<Part> parts(FileId id);

    /**
     * Marks the upload as finished, and releases the contents of its parts.
     *
     * @return false if it is already finished or was removed
     */
    boolean finish(FileId id);

    /** @return false if there is none */
    boolean remove(FileId id);

    /** Removes uploads that expired before this time; at most this many. Returns how many. */
    int removeExpired(Instant before, int limit);

    /** Returns the number of uploads that are not finished. */
    long countUnfinished();
}
