package io.clubroom.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataDirectoryTest {
    @TempDir
    Path directory;

    @Test
    void keeps_a_generated_secret() {
        Path data = directory.resolve("a/b");

        String made = DataDirectory.at(data).secret("key", 5, () -> "first");

        assertThat(made).isEqualTo("first");
        assertThat(DataDirectory.at(data).secret("key", 5, () -> "second")).isEqualTo("first");
        assertThat(DataDirectory.at(data).secret("other", 5, () -> "third")).isEqualTo("third");
    }

    @Test
    void uses_a_secret_written_by_the_operator() throws IOException {
        Files.writeString(directory.resolve("key"), "  of the operator\n");

        assertThat(DataDirectory.at(directory).secret("key", 15, () -> "made")).isEqualTo("of the operator");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "ééé", "not text: \u0000\u0000\u00ff"})
    void names_the_file_of_a_secret_that_is_too_short_or_not_text(String content) throws IOException {
        Path file = directory.resolve("key");
        Files.write(
                file,
                content.getBytes(content.startsWith("not") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));

        assertThatThrownBy(() -> DataDirectory.at(directory).secret("key", 7, () -> "made it"))
                .isInstanceOf(StartupFailure.class)
                .hasMessageStartingWith(file + " must hold a secret of at least 7 bytes");
        assertThat(file).exists();
    }

    @Test
    void only_the_owner_can_read_it() throws IOException {
        Path data = directory.resolve("data");
        DataDirectory.at(data).secret("key", 5, () -> "secret");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("key"))))
                .isEqualTo("rw-------");
        assertThat(data.toFile().list()).containsExactly("key");
    }

    @Test
    void an_existing_directory_is_closed_to_others() throws IOException {
        Path data = Files.createDirectory(directory.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));

        DataDirectory.at(data);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
    }

    @Test
    void names_the_variable_if_the_directory_cannot_be_created() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> DataDirectory.at(file.resolve("data")))
                .isInstanceOf(StartupFailure.class)
                .hasMessageStartingWith("DATA_DIR");
    }
}
