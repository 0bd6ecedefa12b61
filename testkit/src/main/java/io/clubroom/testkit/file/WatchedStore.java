package io.clubroom.testkit.file;

import io.clubroom.domain.Unavailable;
import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.ContentStore;
import io.clubroom.domain.file.NewContent;
import io.clubroom.domain.file.StorageFull;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A store that can be away or full, and that a test can do something with whenever it is listed or a content is stored. */
public final class WatchedStore implements ContentStore {
    private final ContentStore store;
    private volatile boolean isAway;
    private volatile boolean isFull;
    private int removalsUntilAway = Integer.MAX_VALUE;
    private Runnable beforeList = () -> {};
    private Runnable afterList = () -> {};
    private Runnable beforeStore = () -> {};
    private Runnable afterStore = () -> {};

    public WatchedStore(ContentStore store) {
        this.store = store;
    }

    public void goAway() {
        isAway = true;
    }

    /** Goes away when this many more contents have been removed. */
    public void goAwayAfterRemovals(int removals) {
        removalsUntilAway = removals;
    }

    /** Has no room any more. */
    public void becomeFull() {
        isFull = true;
    }

    /** Is there, and has room. */
    public void comeBack() {
        isAway = false;
        isFull = false;
        removalsUntilAway = Integer.MAX_VALUE;
    }

    /** Sets what happens whenever a shard is listed. */
    public void whenListed(Runnable before, Runnable after) {
        beforeList = before;
        afterList = after;
    }

    /** Sets what happens whenever a content is stored. */
    public void whenStored(Runnable before, Runnable after) {
        beforeStore = before;
        afterStore = after;
    }

    /** The contents of all shards, also while the store is away. */
    public Set<ContentId> all() {
        return IntStream.range(0, ContentId.SHARDS)
                .boxed()
                .flatMap(shard -> store.list(shard).stream())
                .collect(Collectors.toSet());
    }

    private ContentStore reached() {
        if (isAway) {
            throw new Unavailable(Unavailable.What.FILES, Duration.ofSeconds(1), "the test's store is away", null);
        }
        return store;
    }

    @Override
    public NewContent create() {
        return new WatchedContent(reached().create());
    }

    @Override
    public Optional<Content> open(ContentId id) {
        return reached().open(id);
    }

    @Override
    public void remove(ContentId id) {
        if (removalsUntilAway == 0) {
            isAway = true;
        }
        reached().remove(id);
        removalsUntilAway = removalsUntilAway - 1;
    }

    @Override
    public Set<ContentId> list(int shard) {
        beforeList.run();
        Set<ContentId> ids = reached().list(shard);
        afterList.run();
        return ids;
    }

    @Override
    public void check() {
        reached().check();
    }

    private final class WatchedContent implements NewContent {
        private final NewContent content;

        WatchedContent(NewContent content) {
            this.content = content;
        }

        @Override
        public void write(ByteBuffer bytes) {
            if (isFull) {
                throw new StorageFull(new IllegalStateException("the test's store is full"));
            }
            content.write(bytes);
        }

        @Override
        public long size() {
            return content.size();
        }

        @Override
        public SeekableByteChannel channel() {
            return content.channel();
        }

        @Override
        public void store(ContentId id) {
            reached();
            beforeStore.run();
            content.store(id);
            afterStore.run();
        }

        @Override
        public void close() {
            content.close();
        }
    }
}
