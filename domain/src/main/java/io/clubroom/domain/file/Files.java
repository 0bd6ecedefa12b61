package io.clubroom.domain.file;

import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stores what is known of files. A user's files are removed together with the user, those of a message together with the message.
 * Whatever removes a file also removes its thumbnails and {@linkplain Contents#removed releases} the contents of both.
 */
public interface Files {
    /** A page of a user's files: those before the given position, if any. */
    record Position(Instant createdAt, FileId id) {}

    /**
     * Stores a new file, whose content has been {@linkplain Contents#begin begun}.
     *
     * @return false if the owner does not exist any more, or a file with this id exists; nothing is stored
     * @throws IllegalStateException if the content was removed in the meantime
     */
    boolean add(StoredFile file);

    Optional<StoredFile> find(FileId id);

    /** A user's files, the newest first, after the given position. */
    List<StoredFile> list(UserId owner, @Nullable Position after, int limit);

    long count(UserId owner);

    /** The bytes that a user's files take, and those that the user's unfinished uploads declare unless they have expired. */
    long usage(UserId owner, Instant now);

    /**
     * Removes a file that is attached to no message.
     *
     * @return false if it is attached to one, or does not exist
     */
    boolean removeUnused(FileId id);

    /** Removes files that were created before then and are attached to no message; at most this many. Returns how many. */
    int removeUnused(Instant before, int limit);

    /** The bytes of all files. */
    long totalBytes();
}
