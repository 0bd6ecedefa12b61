package io.clubroom.memory.file;

import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.ContentStore;
import io.clubroom.domain.file.NewContent;
import io.clubroom.domain.file.StorageFull;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Contents in memory, up to a number of bytes. Unlike in other stores, unfinished contents count too. */
public final class InMemoryContentStore implements ContentStore {
    private final Map<ContentId, byte[]> contents = new ConcurrentHashMap<>();
    private final long capacity;
    private final AtomicLong used = new AtomicLong();

    /** @param capacity the maximum size in bytes of all contents, including unfinished ones */
    public InMemoryContentStore(long capacity) {
        this.capacity = capacity;
    }

    @Override
    public NewContent create() {
        return new BytesInMemory();
    }

    @Override
    public Optional<Content> open(ContentId id) {
        return Optional.ofNullable(contents.get(id)).map(StoredBytes::new);
    }

    @Override
    public void remove(ContentId id) {
        byte[] removed = contents.remove(id);
        if (removed != null) {
            used.addAndGet(-removed.length);
        }
    }

    @Override
    public Set<ContentId> list(int shard) {
        return contents.keySet().stream().filter(id -> id.shard() == shard).collect(Collectors.toSet());
    }

    @Override
    public void check() {
        if (used.get() >= capacity) {
            throw full();
        }
    }

    private void take(long bytes) {
        if (used.addAndGet(bytes) > capacity) {
            used.addAndGet(-bytes);
            throw full();
        }
    }

    private StorageFull full() {
        return new StorageFull(new IllegalStateException(capacity + " bytes are in memory"));
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record StoredBytes(byte[] bytes) implements Content {
        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public @Nullable FileChannel openFile() {
            return null;
        }

        @Override
        public InputStream read(long offset, long length) {
            int start = (int) Math.min(offset, bytes.length);
            return new ByteArrayInputStream(bytes, start, (int) Math.min(length, bytes.length - start));
        }
    }

    private final class BytesInMemory implements NewContent {
        private final GrowingChannel bytes = new GrowingChannel();
        private boolean isStored;

        @Override
        public void write(ByteBuffer more) {
            take(more.remaining());
            bytes.append(more);
        }

        @Override
        public long size() {
            return bytes.size();
        }

        @Override
        public SeekableByteChannel channel() {
            bytes.position(0);
            return bytes;
        }

        @Override
        public void store(ContentId id) {
            isStored = true;
            contents.put(id, bytes.toByteArray());
        }

        @Override
        public void close() {
            if (!isStored) {
                used.addAndGet(-bytes.size());
                bytes.clear();
            }
        }
    }

    /** A channel over bytes that are appended elsewhere; what is written to it overwrites them. */
    private static final class GrowingChannel implements SeekableByteChannel {
        private byte[] bytes = new byte[1024];
        private int size;
        private int position;

        void append(ByteBuffer more) {
            int length = more.remaining();
            if (bytes.length - size < length) {
                bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, length), 2 * size));
            }
            more.get(bytes, size, length);
            size += length;
        }

        byte[] toByteArray() {
            return Arrays.copyOf(bytes, size);
        }

        void clear() {
            bytes = new byte[0];
            size = 0;
        }

        @Override
        public int read(ByteBuffer target) {
            if (position >= size) {
                return -1;
            }
            int length = Math.min(target.remaining(), size - position);
            target.put(bytes, position, length);
            position += length;
            return length;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            int length = source.remaining();
            if (length > size - position) {
                throw new IOException("a content grows with NewContent.write only");
            }
            source.get(bytes, position, length);
            position += length;
            return length;
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public SeekableByteChannel position(long newPosition) {
            position = Math.toIntExact(newPosition);
            return this;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public SeekableByteChannel truncate(long newSize) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // The content closes it.
        }
    }
}
