package io.clubroom.domain.file;

import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stores the metadata of files. A user's files are removed together with the user, those of a message together with the message. Every
 * removal of a file also removes its thumbnails and {@linkplain Contents#removed releases} the contents of both.
 */
public interface Files {
    /** The position in a list after a file. */
    record Position(Instant createdAt, FileId id) {}

    /**
     * Stores a new file, whose content has been {@linkplain Contents#begin begun}.
     *
     * @return false if the owner no longer exists, or a file with this id exists; nothing is stored
     * @throws IllegalStateException if the content was removed in the meantime
     */
    boolean add(StoredFile file);

    Optional<StoredFile> find(FileId id);

    /** Returns a user's files after the given position, newest first. */
    List<StoredFile> list(UserId owner, @Nullable Position after, int limit);

    long count(UserId owner);

    /** Returns the total size of a user's files in bytes, plus the declared sizes of unfinished uploads that have not expired. */
    long usage(UserId owner, Instant now);

    /**
     * Removes a file that is attached to no message.
     *
     * @return false if it is attached to one, or does not exist
     */
    boolean removeUnused(FileId id);

    /** Removes files that were created before this time and are attached to no message; at most this many. Returns how many. */
    int removeUnused(Instant before, int limit);

    /** Returns the total size of all files in bytes. */
    long totalBytes();
}
