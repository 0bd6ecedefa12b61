package io.clubroom.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path directory;

    @Test
    void keeps_a_secret_that_was_made_once() {
        Path data = directory.resolve("a/b");

        String made = DataDirectory.at(data).secret("key", () -> "first");

        assertThat(made).isEqualTo("first");
        assertThat(DataDirectory.at(data).secret("key", () -> "second")).isEqualTo("first");
        assertThat(DataDirectory.at(data).secret("other", () -> "third")).isEqualTo("third");
    }

    @Test
    void lets_nobody_else_look_into_it() throws IOException {
        Path data = directory.resolve("data");
        DataDirectory.at(data).secret("key", () -> "secret");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("key"))))
                .isEqualTo("rw-------");
        assertThat(data.toFile().list()).containsExactly("key");
    }

    @Test
    void names_the_variable_when_it_cannot_be_made() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> DataDirectory.at(file.resolve("data")))
                .isInstanceOf(StartupFailure.class)
                .hasMessageStartingWith("DATA_DIR");
    }
}
