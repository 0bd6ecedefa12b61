package io.clubroom.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrainingTest {
    @Test
    void starts_a_server_sends_requests_and_removes_its_files() throws IOException {
        Set<Path> before = trainingDirectories();

        assertThatCode(Training::run).doesNotThrowAnyException();

        assertThat(trainingDirectories()).isEqualTo(before);
    }

    private static Set<Path> trainingDirectories() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("clubroom-training-"))
                    .collect(Collectors.toSet());
        }
    }
}
