package io.clubroom.application.file;

import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.ContentStore;
import io.clubroom.domain.file.Contents;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Removes unreferenced contents from the store: those that were released, and those that were begun and never used. */
public final class CollectContents {
    /**
     * The outcome of one call.
     *
     * @param contents the number of contents removed
     * @param isComplete whether none were left
     */
    public record Result(int contents, boolean isComplete) {}

    /** Longer than it takes to store a content and a reference to it. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private static final int BATCH_SIZE = 100;

    private final Contents contents;
    private final ContentStore store;
    private final InstantSource clock;

    public CollectContents(Contents contents, ContentStore store, InstantSource clock) {
        this.contents = contents;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Removes some of the contents. Several nodes may do so concurrently.
     *
     * @throws io.clubroom.domain.Unavailable if the store or the database is unreachable; the next call removes the rest
     */
    public Result collect() {
        List<ContentId> removed = contents.removed(clock.instant().minus(ABANDONED), BATCH_SIZE);
        store.removeAll(removed);
        // Only after the removal, so that no content is left behind if this is interrupted.
        contents.forget(removed);
        return new Result(removed.size(), removed.size() < BATCH_SIZE);
    }
}
