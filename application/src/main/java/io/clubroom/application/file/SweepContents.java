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
 * Compares the store with the contents recorded for it: removes unknown contents from the store, and everything that refers to missing
 * ones. Nodes share the work.
 */
public final class SweepContents {
    /**
     * The outcome of a sweep.
     *
     * @param shards the number of shards of the store that were compared
     * @param unknown the number of unknown contents that were removed
     * @param missing the number of contents that were missing
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
     * Compares the shards of the store that no node has begun to compare since this time.
     *
     * @throws io.clubroom.domain.Unavailable if the store or the database is unreachable; the rest is compared the next time
     */
    public Result sweep(Instant since) {
        int shards = 0;
        int unknown = 0;
        int missing = 0;
        OptionalInt shard = take(since);
        // The count ends the loop even if the clock is set back meanwhile.
        while (shard.isPresent() && shards < ContentId.SHARDS) {
            // Read before the store is listed, so that the list must contain them all.
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

    /** Removes the unknown contents. A content is recorded before it is in the store, so one that is being written is not unknown. */
    private int removeUnknown(Set<ContentId> inUse, Set<ContentId> stored) {
        Set<ContentId> unknown = new HashSet<>(stored);
        unknown.removeAll(contents.known(stored));
        // Contents that were released since may be unknown by now.
        unknown.removeAll(inUse);
        store.removeAll(unknown);
        return unknown.size();
    }

    private int removeUsersOfMissing(int shard, Set<ContentId> inUse, Set<ContentId> stored) {
        List<ContentId> missing = new ArrayList<>();
        for (ContentId id : inUse) {
            // Check the store once more, because its list may be older than the content.
            if (!stored.contains(id) && store.open(id).isEmpty()) {
                missing.add(id);
            }
        }
        if (!missing.isEmpty()) {
            // Contents that were released since may have been removed from the store.
            missing.retainAll(contents.inUse(shard));
        }
        for (int from = 0; from < missing.size(); from += BATCH_SIZE) {
            contents.removeUsersOf(missing.subList(from, Math.min(from + BATCH_SIZE, missing.size())));
        }
        return missing.size();
    }
}
