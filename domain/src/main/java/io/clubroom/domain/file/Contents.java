package io.clubroom.domain.file;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Tracks which contents the {@linkplain ContentStore store} has to keep, so that a crash leaves no garbage there. A content is first begun,
 * then written to the store, then referred to by a file, a part, a thumbnail or a picture of a user, whose port marks it as used in the
 * same transaction. When that is removed, in whatever way, the content is released; it is then removed from the store, and at last
 * forgotten.
 */
public interface Contents {
    /** Begins a content, before any of its bytes are in the store; in a transaction of its own. */
    void begin(ContentId id, Instant now);

    /** Releases a content that was begun and will not be used. Has no effect on a content in use. */
    void release(ContentId id);

    /**
     * Releases contents that were begun before this time and never used, and returns released contents; at most this many, those released
     * first.
     */
    List<ContentId> removed(Instant begunBefore, int limit);

    /** Forgets released contents, which must no longer be in the store. Others stay. */
    void forget(Collection<ContentId> ids);

    /** Returns those of the given contents that are known, in any state. */
    Set<ContentId> known(Collection<ContentId> ids);

    /** Returns the contents of a {@linkplain ContentId#shard() shard} that are in use. */
    Set<ContentId> inUse(int shard);

    /** Removes everything that refers to contents missing from the store: files, uploads, thumbnails, pictures of users. */
    void removeUsersOf(Collection<ContentId> missing);

    /**
     * Takes a shard to sweep that no node has taken since that time, the one taken least recently first; empty if there is none.
     *
     * @param now the time to record for the shard
     */
    OptionalInt takeShard(Instant takenBefore, Instant now);
}
