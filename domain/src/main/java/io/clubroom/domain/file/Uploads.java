package io.clubroom.domain.file;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Stores uploads. Whatever removes one, the removal of its owner too, {@linkplain Contents#removed releases} the contents of its parts. */
public interface Uploads {
    /** A part of an upload. */
    record Part(ContentId content, long offset, long length) {}

    /** Stores a new upload; nothing if its owner does not exist any more. */
    void add(Upload upload);

    Optional<Upload> find(FileId id);

    /**
     * Adds a part, whose content has been {@linkplain Contents#begin begun}, if it begins where the upload ends.
     *
     * @return false if another part was added there, or the upload was removed or finished; nothing is stored
     * @throws IllegalStateException if the content was removed in the meantime
     */
    boolean append(FileId id, Part part, Instant expiresAt);

    /** The parts of an upload in their order. */
    List<Part> parts(FileId id);

    /**
     * Marks the upload as finished, and releases the contents of its parts.
     *
     * @return false if it is finished already, or was removed
     */
    boolean finish(FileId id);

    /** @return false if there is none */
    boolean remove(FileId id);

    /** Removes uploads that expired before then; at most this many. Returns how many. */
    int removeExpired(Instant before, int limit);

    /** The uploads that are not finished. */
    long countUnfinished();
}
