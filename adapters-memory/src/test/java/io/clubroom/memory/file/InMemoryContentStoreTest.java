package io.clubroom.memory.file;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.ContentStore;
import io.clubroom.domain.file.NewContent;
import io.clubroom.domain.file.StorageFull;
import io.clubroom.testkit.file.ContentStoreContract;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class InMemoryContentStoreTest implements ContentStoreContract {
    private final InMemoryContentStore store = new InMemoryContentStore(200_000);

    @Override
    public ContentStore store() {
        return store;
    }

    @Test
    void is_full_at_its_capacity_until_a_content_is_removed_or_discarded() {
        InMemoryContentStore small = new InMemoryContentStore(100);
        ContentId id = ContentStoreContract.stored(small, new byte[60]);
        try (NewContent discarded = small.create()) {
            discarded.write(ByteBuffer.allocate(40));
            assertThatThrownBy(() -> discarded.write(ByteBuffer.allocate(1))).isInstanceOf(StorageFull.class);
            assertThatThrownBy(small::check).isInstanceOf(StorageFull.class);
        }
        assertThatCode(() -> ContentStoreContract.stored(small, new byte[40])).doesNotThrowAnyException();

        small.remove(id);

        assertThatCode(() -> ContentStoreContract.stored(small, new byte[60])).doesNotThrowAnyException();
    }
}
