package io.clubroom.bootstrap.file;

import static io.clubroom.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.files.FolderStore;
import io.clubroom.memory.file.InMemoryContentStore;
import io.clubroom.memory.file.InMemoryStoreIdentity;
import io.clubroom.web.health.HealthCheck.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesCheckTest {
    @TempDir
    Path directory;

    @Test
    void a_full_store_is_read_only() {
        FilesCheck check = new FilesCheck(new InMemoryContentStore(0));

        check.begin();

        await().until(() -> check.state() == State.READ_ONLY);
    }

    @Test
    void a_store_that_is_away_is_down_until_it_is_back_and_does_not_decide_whether_the_server_is_ready()
            throws IOException {
        Path folder = Files.writeString(directory.resolve("files"), "no folder");
        FilesCheck check =
                new FilesCheck(new FolderStore(folder, FolderStore.spool(folder), new InMemoryStoreIdentity()));

        check.begin();
        await().until(() -> check.state() == State.DOWN);
        assertThat(check.isRequired()).isFalse();

        Files.delete(folder);
        await().until(() -> {
            check.begin();
            return check.state() == State.UP;
        });
    }

    @Test
    void a_store_that_has_not_answered_yet_is_down() {
        assertThat(new FilesCheck(new InMemoryContentStore(1)).state()).isEqualTo(State.DOWN);
    }
}
