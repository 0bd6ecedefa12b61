package io.clubroom.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.clubroom.domain.Unavailable;
import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.ContentStore;
import io.clubroom.domain.file.NewContent;
import io.clubroom.domain.file.StorageFull;
import io.clubroom.memory.file.InMemoryStoreIdentity;
import io.clubroom.testkit.file.ContentStoreContract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreTest implements ContentStoreContract {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private final InMemoryStoreIdentity identity = new InMemoryStoreIdentity();

    @Override
    public ContentStore store() {
        return store(directory.resolve("files"));
    }

    private FolderStore store(Path folder) {
        return new FolderStore(folder, FolderStore.spool(folder), identity);
    }

    private static ContentId store(ContentStore store, int bytes) {
        return ContentStoreContract.stored(store, ContentStoreContract.bytes(bytes));
    }

    @Test
    void nodes_share_a_folder() throws IOException {
        ContentStore one = store();
        ContentStore other = store();

        ContentId id = store(one, 1000);

        assertThat(ContentStoreContract.read(other, id)).isEqualTo(ContentStoreContract.bytes(1000));
        other.remove(id);
        assertThat(one.open(id)).isEmpty();
    }

    @Test
    void only_the_owner_may_enter_the_directories_and_read_the_files() throws IOException {
        store(store(), 10);
        try (NewContent unfinished = store().create();
                Stream<Path> made = Files.walk(directory.resolve("files"))) {
            unfinished.write(ByteBuffer.allocate(1));
            assertThat(made)
                    .hasSizeGreaterThan(6)
                    .allSatisfy(path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
        }
    }

    @Test
    void leaves_nothing_of_contents_in_the_spool_whether_they_were_stored_or_discarded() throws IOException {
        ContentStore store = store();
        store(store, 10);
        try (NewContent discarded = store.create()) {
            discarded.write(ByteBuffer.allocate(10));
        }

        assertThat(spooled()).isEmpty();
    }

    private List<Path> spooled() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("files/spool"))) {
            return files.filter(file -> Files.isRegularFile(file) && !file.endsWith("lock"))
                    .toList();
        }
    }

    @Test
    void a_failure_before_the_rename_leaves_no_content() throws IOException {
        Path folder = directory.resolve("files");
        ContentStore store = store(folder);
        ContentId id = ContentStoreContract.newId(7);
        try (NewContent content = store.create()) {
            content.write(ByteBuffer.allocate(10));
            Files.writeString(folder.resolve("07"), "no directory");

            assertThatThrownBy(() -> content.store(id))
                    .isInstanceOfSatisfying(
                            Unavailable.class,
                            failure -> assertThat(failure.what()).isEqualTo(Unavailable.What.FILES));
        }
        Files.delete(folder.resolve("07"));

        assertThat(store.open(id)).isEmpty();
        assertThat(spooled()).isEmpty();
    }

    @Test
    void a_content_that_became_shorter_is_unavailable_while_it_is_read() throws IOException {
        ContentStore store = store();
        ContentId id = store(store, 10);
        ContentStore.Content content = store.open(id).orElseThrow();
        Path file = directory
                .resolve("files")
                .resolve(HexFormat.of().toHexDigits((byte) id.shard()))
                .resolve(id.toString());
        Files.write(file, new byte[5], StandardOpenOption.TRUNCATE_EXISTING);

        try (InputStream in = content.read(0, 10)) {
            assertThatThrownBy(in::readAllBytes).isInstanceOf(Unavailable.class);
        }
    }

    @Test
    void does_not_list_what_is_no_content() throws IOException {
        ContentStore store = store();
        ContentId id = ContentStoreContract.stored(store, new byte[1]);
        String shard = "%02x".formatted(id.shard());
        Files.writeString(directory.resolve("files").resolve(shard).resolve("notes.txt"), "mine");

        assertThat(store.list(id.shard())).containsExactly(id);
    }

    @Test
    void a_file_in_the_place_of_the_folder_makes_it_unavailable() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "no folder");
        ContentStore store = store(file);

        assertThatThrownBy(store::check).isInstanceOf(Unavailable.class);
        assertThatThrownBy(store::create).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> store.open(ContentStoreContract.newId())).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> store.list(1)).isInstanceOf(Unavailable.class);
    }

    /** As if its file system were not mounted: an empty directory is in its place, or none. */
    @Test
    void a_folder_without_the_mark_is_unavailable_and_is_not_written_to_until_it_is_back() throws IOException {
        Path folder = directory.resolve("files");
        ContentStore store = store(folder);
        ContentId id = store(store, 10);
        Path away = directory.resolve("away");
        Files.move(folder, away);

        for (ContentStore each : List.of(store, store(folder))) {
            assertThatThrownBy(() -> each.open(id)).isInstanceOf(Unavailable.class);
            assertThatThrownBy(() -> each.list(id.shard())).isInstanceOf(Unavailable.class);
            assertThatThrownBy(() -> each.remove(id)).isInstanceOf(Unavailable.class);
            assertThatThrownBy(each::create).isInstanceOf(Unavailable.class);
            assertThatThrownBy(each::check).isInstanceOf(Unavailable.class);
        }
        assertThat(folder).doesNotExist();

        Files.move(away, folder);
        assertThatCode(store::check).doesNotThrowAnyException();
        assertThat(ContentStoreContract.read(store, id)).hasSize(10);
        store(store, 11);
    }

    @Test
    void a_folder_with_contents_of_another_database_is_unavailable() {
        Path folder = directory.resolve("files");
        store(store(folder), 10);

        ContentStore ofAnother = new FolderStore(folder, FolderStore.spool(folder), new InMemoryStoreIdentity());

        assertThatThrownBy(() -> ofAnother.list(1))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("another database");
        assertThatThrownBy(ofAnother::create).isInstanceOf(Unavailable.class);
    }

    @Test
    void a_folder_with_a_blank_mark_is_taken_by_any_database() throws IOException {
        Path folder = directory.resolve("files");
        ContentId id = store(store(folder), 10);
        Files.writeString(folder.resolve("clubroom-store"), "", StandardOpenOption.TRUNCATE_EXISTING);
        InMemoryStoreIdentity another = new InMemoryStoreIdentity();
        UUID known = another.remember(UUID.randomUUID());

        ContentStore ofAnother = new FolderStore(folder, FolderStore.spool(folder), another);

        assertThat(ofAnother.list(id.shard())).contains(id);
        assertThat(folder.resolve("clubroom-store")).content(UTF_8).isEqualTo(known + "\n");
        assertThatThrownBy(() -> store(folder).list(1)).isInstanceOf(Unavailable.class);
    }

    @Test
    void the_mark_of_an_unused_folder_is_taken_by_a_new_database() {
        Path folder = directory.resolve("files");
        store(folder).check();

        ContentStore ofAnother = new FolderStore(folder, FolderStore.spool(folder), new InMemoryStoreIdentity());

        assertThatCode(ofAnother::check).doesNotThrowAnyException();
    }

    @Test
    void a_full_disk_stores_nothing_more_and_is_readable() throws IOException {
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"))) {
            ContentStore store = store(disk.path());
            ContentId id = store(store, 100_000);

            try (NewContent large = store.create()) {
                assertThatThrownBy(() -> large.write(ByteBuffer.allocate(2 << 20)))
                        .isInstanceOf(StorageFull.class);
                assertThatThrownBy(store::check).isInstanceOf(StorageFull.class);
                assertThat(ContentStoreContract.read(store, id)).hasSize(100_000);
            }

            assertThatCode(store::check).doesNotThrowAnyException();
            store(store, 100_000);
        }
    }

    @Test
    void a_disk_without_room_for_directories_is_full() throws IOException {
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"))) {
            ContentStore store = store(disk.path());
            store(store, 10);
            try (NewContent content = store.create()) {
                disk.useUpFiles();
                assertThatThrownBy(() -> content.store(ContentStoreContract.newId()))
                        .isInstanceOf(StorageFull.class);
            }
        }
    }

    /** A mounted file system of a megabyte; its tests are skipped where none can be mounted. */
    private record SmallDisk(Path path) implements AutoCloseable {
        static SmallDisk mount(Path path) throws IOException {
            Files.createDirectory(path);
            assumeTrue(
                    run("mount", "-t", "tmpfs", "-o", "size=1m,nr_inodes=20", "tmpfs", path.toString()),
                    "only root can mount a file system");
            return new SmallDisk(path);
        }

        void useUpFiles() throws IOException {
            try {
                for (int i = 0; i < 20; i++) {
                    Files.createFile(path.resolve("file" + i));
                }
            } catch (IOException usedUp) {
                // As it should be.
            }
        }

        private static boolean run(String... command) {
            try {
                return new ProcessBuilder(command)
                                .redirectErrorStream(true)
                                .start()
                                .onExit()
                                .join()
                                .exitValue()
                        == 0;
            } catch (IOException noSuchProgram) {
                return false;
            }
        }

        @Override
        public void close() throws IOException {
            // Lazily: the spool holds its lock until the process ends.
            run("umount", "--lazy", path.toString());
        }
    }
}
