package io.clubroom.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.NewContent;
import io.clubroom.memory.file.InMemoryStoreIdentity;
import io.clubroom.testkit.file.ContentStoreContract;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.lucene.tests.mockfile.FilterFileChannel;
import org.apache.lucene.tests.mockfile.FilterFileSystemProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which order contents of a folder reach the disk, so that a loss of power does not take what counts as stored. */
class DurabilityTest {
    private static final String SPOOLED = "spool/.*/.*";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private final Recorder recorder = new Recorder();

    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private FolderStore store;

    @BeforeEach
    void open() {
        folder = recorder.wrapPath(directory).resolve("files");
        store = new FolderStore(folder, FolderStore.spool(folder), new InMemoryStoreIdentity());
    }

    /** Notes what happens to files and directories. */
    private final class Recorder extends FilterFileSystemProvider {
        private final List<String> events = new ArrayList<>();

        Recorder() {
            super("recorder", FileSystems.getDefault());
        }

        private void note(String event, Path path) {
            String name = folder.relativize(path).toString();
            events.add(event + " " + (name.matches(SPOOLED) ? "spooled" : name));
        }

        @Override
        public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            return new FilterFileChannel(super.newFileChannel(path, options, attributes)) {
                @Override
                public int write(ByteBuffer bytes, long position) throws IOException {
                    note("write", path);
                    return super.write(bytes, position);
                }

                @Override
                public void force(boolean metaData) throws IOException {
                    super.force(metaData);
                    note("force", path);
                }
            };
        }

        @Override
        public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
            super.createDirectory(path, attributes);
            note("create", path);
        }

        @Override
        public void move(Path source, Path target, CopyOption... options) throws IOException {
            super.move(source, target, options);
            note("move", target);
        }
    }

    @Test
    void a_stored_content_its_name_and_its_directory_are_on_the_disk() {
        store.check();
        recorder.events.clear();
        ContentId first = ContentStoreContract.newId(7);
        ContentId second = ContentStoreContract.newId(7);
        for (ContentId id : List.of(first, second)) {
            try (NewContent content = store.create()) {
                content.write(ByteBuffer.allocate(10));
                content.store(id);
            }
        }

        assertThat(recorder.events)
                .containsExactly(
                        "write spooled",
                        "force spooled",
                        "create 07",
                        "force ",
                        "move 07/" + first,
                        "force 07",
                        "write spooled",
                        "force spooled",
                        "move 07/" + second,
                        "force 07");
    }

    /** A server that was killed, or another thread, may have created it without writing that to the disk. */
    @Test
    void a_directory_that_exists_is_on_the_disk_before_the_first_content_in_it() throws IOException {
        store.check();
        Files.createDirectory(directory.resolve("files/07"));
        recorder.events.clear();
        try (NewContent content = store.create()) {
            content.store(ContentStoreContract.newId(7));
        }

        assertThat(recorder.events).startsWith("force spooled", "force ").endsWith("force 07");
    }

    @Test
    void the_folder_and_its_mark_are_on_the_disk_before_the_first_content() {
        store.check();

        assertThat(recorder.events).containsSubsequence("create ", "force ..").containsSubsequence("create ", "force ");
    }
}
