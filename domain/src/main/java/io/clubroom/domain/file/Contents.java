package io.clubroom.domain.file;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Knows which contents the {@linkplain ContentStore store} has to keep, so that a crash leaves nothing behind there. A content is first
 * begun, then written to the store, then referred to by a file, a part, a thumbnail or a picture of a user, whose port marks it as used
 * in the same transaction. When that is removed, in whatever way, the content is released; it is then removed from the store, and at last
 * forgotten.
 */
public interface Contents {
    /** Begins a content, before anything of it is in the store; in a transaction of its own. */
    void begin(ContentId id, Instant now);

    /** Releases a content that was begun and will not be used; one in use stays so. */
    void release(ContentId id);

    /**
     * Contents that were released, or that were begun before then and never used, which releases them; at most this many, those that were
     * released first.
     */
    List<ContentId> removed(Instant begunBefore, int limit);

    /** Forgets contents that were released and are in the store no more. Others stay. */
    void forget(Collection<ContentId> ids);

    /** Those of the given contents that are known, in whatever state. */
    Set<ContentId> known(Collection<ContentId> ids);

    /** The contents in use of a {@linkplain ContentId#shard() shard}. */
    Set<ContentId> inUse(int shard);

    /** Removes what refers to contents that are missing in the store: files, uploads, thumbnails, pictures of users. */
    void removeUsersOf(Collection<ContentId> missing);

    /**
     * Takes a shard to be swept, which no node has taken since that time, the longest ago first; empty if there is none.
     *
     * @param now when it is taken
     */
    OptionalInt takeShard(Instant takenBefore, Instant now);
}
