package io.clubroom.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Unavailable;
import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.ContentStore;
import io.clubroom.memory.file.InMemoryStoreIdentity;
import io.clubroom.testkit.file.ContentStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jclouds.blobstore.options.ListContainerOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3StoreTest implements ContentStoreContract {
    private static S3Server server;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path spool;

    private final String prefix = "test-" + UUID.randomUUID();
    private final InMemoryStoreIdentity identity = new InMemoryStoreIdentity();

    @BeforeAll
    static void start() throws Exception {
        server = S3Server.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @Override
    public ContentStore store() {
        return store(server.location(prefix));
    }

    private S3Store store(S3Location location) {
        return new S3Store(location, S3Server.KEYS, new Spool(spool), identity);
    }

    @Test
    void stores_a_large_content_in_parts() throws IOException {
        int size = (int) (2 * S3Upload.PART + 1000);

        ContentId id = ContentStoreContract.stored(store(), ContentStoreContract.bytes(size));

        assertThat(store().open(id).orElseThrow().size()).isEqualTo(size);
        assertThat(ContentStoreContract.read(store(), id)).isEqualTo(ContentStoreContract.bytes(size));
        assertThat(server.objects().listMultipartUploads(S3Server.BUCKET)).isEmpty();
    }

    @Test
    void keeps_its_objects_under_the_prefix_and_nothing_in_the_spool() throws IOException {
        ContentId id = ContentStoreContract.stored(store(), new byte[10]);

        assertThat(server.objects()
                        .list(
                                S3Server.BUCKET,
                                ListContainerOptions.Builder.prefix(prefix + "/")
                                        .recursive()))
                .extracting(object -> object.getName())
                .containsExactlyInAnyOrder(prefix + "/clubroom-store", "%s/%02x/%s".formatted(prefix, id.shard(), id));
        try (Stream<Path> files = Files.walk(spool)) {
            assertThat(files.filter(file -> Files.isRegularFile(file) && !file.endsWith("lock")))
                    .isEmpty();
        }
    }

    @Test
    void a_content_that_is_read_in_part_is_closed_without_the_rest() throws IOException {
        ContentStore store = store();
        ContentId id = ContentStoreContract.stored(store, ContentStoreContract.bytes(1 << 20));

        for (int i = 0; i < 20; i++) {
            try (var in = store.open(id).orElseThrow().read(0, 1 << 20)) {
                assertThat(in.read()).isEqualTo(ContentStoreContract.bytes(1 << 20)[0] & 0xff);
            }
        }
    }

    @Test
    void a_store_without_the_mark_is_unavailable_until_it_is_back() {
        ContentStore store = store();
        ContentId id = ContentStoreContract.stored(store, new byte[10]);
        var mark = server.objects().getBlob(S3Server.BUCKET, prefix + "/clubroom-store");
        server.objects().removeBlob(S3Server.BUCKET, prefix + "/clubroom-store");

        assertThatThrownBy(() -> store.open(ContentStoreContract.newId())).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> store.list(id.shard())).isInstanceOf(Unavailable.class);
        assertThatThrownBy(store::check).isInstanceOf(Unavailable.class);

        server.objects().putBlob(S3Server.BUCKET, mark);
        assertThatCode(store::check).doesNotThrowAnyException();
    }

    @Test
    void a_store_with_contents_of_another_database_is_unavailable() {
        ContentStoreContract.stored(store(), new byte[10]);

        ContentStore ofAnother =
                new S3Store(server.location(prefix), S3Server.KEYS, new Spool(spool), new InMemoryStoreIdentity());

        assertThatThrownBy(ofAnother::create).isInstanceOf(Unavailable.class).hasMessageContaining("another database");
    }

    @Test
    void a_missing_bucket_and_wrong_keys_make_it_unavailable() {
        String endpoint =
                "?path_style=true&endpoint=" + server.location("").endpoint().orElseThrow();
        ContentStore elsewhere = store(S3Location.parse("s3://no-such-bucket/" + endpoint));

        assertThatThrownBy(elsewhere::check).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> elsewhere.open(ContentStoreContract.newId())).isInstanceOf(Unavailable.class);

        ContentStore locked = new S3Store(
                server.location(prefix),
                new S3Keys("an-id", "another secret", Optional.empty()),
                new Spool(spool),
                identity);
        assertThatThrownBy(locked::check).isInstanceOf(Unavailable.class).hasMessageNotContaining("another secret");
    }
}
