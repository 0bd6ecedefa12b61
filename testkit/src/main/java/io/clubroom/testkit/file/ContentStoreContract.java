package io.clubroom.testkit.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.ContentStore;
import io.clubroom.domain.file.ContentStore.Content;
import io.clubroom.domain.file.NewContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract of {@link ContentStore}. */
public interface ContentStoreContract {
    ContentStore store();

    static ContentId newId() {
        return new ContentId(UUID.randomUUID());
    }

    /** An id of this shard. */
    static ContentId newId(int shard) {
        UUID random = UUID.randomUUID();
        return new ContentId(new UUID(
                random.getMostSignificantBits(), (random.getLeastSignificantBits() & -ContentId.SHARDS) | shard));
    }

    /** Bytes that differ from others of the same number. */
    static byte[] bytes(int number) {
        byte[] bytes = new byte[number];
        new Random(number).nextBytes(bytes);
        return bytes;
    }

    /** Stores a content with these bytes. */
    static ContentId stored(ContentStore store, byte[] bytes) {
        ContentId id = newId();
        try (NewContent content = store.create()) {
            content.write(ByteBuffer.wrap(bytes));
            content.store(id);
        }
        return id;
    }

    /** All bytes of a content. */
    static byte[] read(ContentStore store, ContentId id) throws IOException {
        Content content = store.open(id).orElseThrow();
        try (InputStream in = content.read(0, content.size())) {
            return in.readAllBytes();
        }
    }

    @Test
    default void reads_what_was_stored_whole_and_in_parts() throws IOException {
        byte[] bytes = bytes(100_000);
        ContentId id = newId();
        try (NewContent content = store().create()) {
            content.write(ByteBuffer.wrap(bytes, 0, 70_000));
            content.write(ByteBuffer.wrap(bytes, 70_000, 30_000));
            assertThat(content.size()).isEqualTo(100_000);
            content.store(id);
        }

        Content content = store().open(id).orElseThrow();
        assertThat(content.size()).isEqualTo(100_000);
        assertThat(read(store(), id)).isEqualTo(bytes);
        try (InputStream part = content.read(50_000, 10)) {
            assertThat(part.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 50_000, 50_010));
        }
        try (InputStream rest = content.read(99_999, 10)) {
            assertThat(rest.readAllBytes()).containsExactly(bytes[99_999]);
        }
    }

    @Test
    default void a_file_of_a_content_has_its_bytes() throws IOException {
        ContentId id = stored(store(), bytes(1000));

        try (FileChannel file = store().open(id).orElseThrow().openFile()) {
            if (file != null) {
                assertThat(Channels.newInputStream(file).readAllBytes()).isEqualTo(bytes(1000));
            }
        }
    }

    @Test
    default void stores_a_content_without_bytes() throws IOException {
        ContentId id = stored(store(), new byte[0]);

        assertThat(store().open(id).orElseThrow().size()).isZero();
        assertThat(read(store(), id)).isEmpty();
        assertThat(store().list(id.shard())).contains(id);
    }

    @Test
    default void what_is_not_stored_is_not_there() {
        ContentId id = newId();

        assertThat(store().open(id)).isEmpty();
        assertThat(store().list(id.shard())).doesNotContain(id);
        assertThatCode(() -> store().remove(id)).doesNotThrowAnyException();
    }

    @Test
    default void what_is_overwritten_before_it_is_stored_is_stored_so() throws IOException {
        ContentId id = newId();
        try (NewContent content = store().create()) {
            content.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
            SeekableByteChannel channel = content.channel();
            ByteBuffer read = ByteBuffer.allocate(10);
            assertThat(channel.read(read)).isEqualTo(4);
            channel.position(1).write(ByteBuffer.wrap(new byte[] {9}));
            content.write(ByteBuffer.wrap(new byte[] {5}));
            assertThat(content.size()).isEqualTo(5);
            content.store(id);
        }

        assertThat(read(store(), id)).containsExactly(1, 9, 3, 4, 5);
    }

    @Test
    default void each_channel_begins_at_the_first_byte_and_one_that_was_closed_ends_nothing() throws IOException {
        ContentId id = newId();
        try (NewContent content = store().create()) {
            content.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            for (int i = 0; i < 2; i++) {
                try (SeekableByteChannel channel = content.channel()) {
                    ByteBuffer first = ByteBuffer.allocate(1);
                    channel.read(first);
                    assertThat(first.get(0)).isEqualTo((byte) 1);
                }
            }
            content.store(id);
        }

        assertThat(read(store(), id)).containsExactly(1, 2, 3);
    }

    @Test
    default void a_removed_content_is_gone() {
        ContentId id = stored(store(), bytes(10));

        store().remove(id);

        assertThat(store().open(id)).isEmpty();
        assertThat(store().list(id.shard())).doesNotContain(id);
    }

    @Test
    default void contents_that_are_removed_together_are_gone() {
        List<ContentId> ids =
                IntStream.range(0, 40).mapToObj(i -> stored(store(), bytes(i))).toList();
        ContentId kept = stored(store(), bytes(10));

        store().removeAll(Stream.concat(ids.stream(), Stream.of(newId())).toList());

        assertThat(ids).allMatch(id -> store().open(id).isEmpty());
        assertThat(store().open(kept)).isPresent();
    }

    @Test
    default void lists_the_contents_of_a_shard() {
        ContentId first = newId(0);
        ContentId last = newId(ContentId.SHARDS - 1);
        for (ContentId id : Set.of(first, last)) {
            try (NewContent content = store().create()) {
                content.write(ByteBuffer.wrap(bytes(10)));
                content.store(id);
            }
        }

        assertThat(store().list(0)).contains(first).doesNotContain(last);
        assertThat(store().list(ContentId.SHARDS - 1)).contains(last).doesNotContain(first);
    }

    @Test
    default void a_working_store_passes_its_check() {
        assertThatCode(() -> store().check()).doesNotThrowAnyException();
    }
}
