package io.clubroom.bootstrap;

import static io.clubroom.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.bootstrap.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
    @Test
    void starts_a_server_sends_requests_and_leaves_neither_files_nor_its_time_limit(@TempDir Path temporary)
            throws IOException {
        Path directory = temporary.resolve("training");
        TestDatabase.sharePrograms(directory.resolve("data"));

        Training.run(directory);

        assertThat(directory).doesNotExist();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals(Training.TIME_LIMIT_THREAD)));
    }
}
