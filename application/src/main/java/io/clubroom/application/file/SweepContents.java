package io.clubroom.application.file;

import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.ContentStore;
import io.clubroom.domain.file.Contents;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Compares the store with what is known of it: removes contents that are not known, and what refers to contents that are missing. Nodes
 * share the work.
 */
public final class SweepContents {
    /**
     * What a sweep has done.
     *
     * @param shards how many parts of the store were compared
     * @param unknown how many contents were removed that nothing knew
     * @param missing how many contents were missing
     */
    public record Result(int shards, int unknown, int missing) {}

    private static final int BATCH_SIZE = 1000;

    private final Contents contents;
    private final ContentStore store;
    private final InstantSource clock;

    public SweepContents(Contents contents, ContentStore store, InstantSource clock) {
        this.contents = contents;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Compares the parts of the store that no node has begun to compare since then.
     *
     * @throws io.clubroom.domain.Unavailable if the store or the database is unreachable; the rest is compared the next time
     */
    public Result sweep(Instant since) {
        int shards = 0;
        int unknown = 0;
        int missing = 0;
        OptionalInt shard = take(since);
        // The count ends it even if the clock is set back meanwhile.
        while (shard.isPresent() && shards < ContentId.SHARDS) {
            // Looked up before the store is listed, which has them all then.
            Set<ContentId> inUse = contents.inUse(shard.getAsInt());
            Set<ContentId> stored = store.list(shard.getAsInt());
            shards++;
            unknown += removeUnknown(inUse, stored);
            missing += removeUsersOfMissing(shard.getAsInt(), inUse, stored);
            shard = take(since);
        }
        return new Result(shards, unknown, missing);
    }

    private OptionalInt take(Instant since) {
        return contents.takeShard(since, clock.instant());
    }

    /** A content is known before it is in the store, so that one which is being written is not among the unknown ones. */
    private int removeUnknown(Set<ContentId> inUse, Set<ContentId> stored) {
        Set<ContentId> unknown = new HashSet<>(stored);
        unknown.removeAll(contents.known(stored));
        // Those that were released since have left the store.
        unknown.removeAll(inUse);
        store.removeAll(unknown);
        return unknown.size();
    }

    private int removeUsersOfMissing(int shard, Set<ContentId> inUse, Set<ContentId> stored) {
        List<ContentId> missing = new ArrayList<>();
        for (ContentId id : inUse) {
            // The store is asked once more, because its list may be older than the content.
            if (!stored.contains(id) && store.open(id).isEmpty()) {
                missing.add(id);
            }
        }
        if (!missing.isEmpty()) {
            // Those that were released since may have left the store.
            missing.retainAll(contents.inUse(shard));
        }
        for (int from = 0; from < missing.size(); from += BATCH_SIZE) {
            contents.removeUsersOf(missing.subList(from, Math.min(from + BATCH_SIZE, missing.size())));
        }
        return missing.size();
    }
}
