package io.clubroom.persistence.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinariesTest {
    @TempDir
    Path temporary;

    @Test
    void unpacks_files_links_and_executables() throws IOException {
        Binaries.unpack(
                archive(file("bin/postgres", 0755), file("share/notes", 0644), link("lib/libpq.so", "../bin/postgres")),
                temporary);
        assertThat(temporary.resolve("bin/postgres")).isExecutable().hasContent("content");
        assertThat(Files.isExecutable(temporary.resolve("share/notes"))).isFalse();
        assertThat(Files.readSymbolicLink(temporary.resolve("lib/libpq.so"))).isEqualTo(Path.of("../bin/postgres"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "bin/../../outside", "/outside"})
    void unpacks_no_file_outside_its_directory(String name) throws IOException {
        Path inside = Files.createDirectory(temporary.resolve("inside"));
        assertThatThrownBy(() -> Binaries.unpack(archive(file(name, 0644)), inside))
                .isInstanceOf(IOException.class);
        assertThat(temporary.resolve("outside")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../outside", "/outside"})
    void unpacks_no_link_to_outside_its_directory(String target) throws IOException {
        Path inside = Files.createDirectory(temporary.resolve("inside"));
        assertThatThrownBy(() -> Binaries.unpack(archive(link("lib/link", target)), inside))
                .isInstanceOf(IOException.class);
        assertThat(inside.resolve("lib/link")).doesNotExist();
    }

    @Test
    void notices_that_files_are_missing_truncated_or_no_longer_executable() throws IOException {
        for (Damage damage : Damage.values()) {
            Path home = temporary.resolve(damage.name());
            Binaries.unpack(
                    archive(file("bin/postgres", 0755), file("share/notes", 0644)), Files.createDirectory(home));
            UnpackedFiles files = new UnpackedFiles(home);
            assertThat(files.areComplete()).as("before it is sealed").isFalse();
            files.seal();
            assertThat(files.areComplete()).isTrue();
            assertThat(files.areIntact()).isTrue();

            damage.to(home);

            assertThat(files.areIntact()).as(damage.name()).isFalse();
            assertThat(files.areComplete()).as(damage.name()).isEqualTo(damage == Damage.CHANGED);
        }
    }

    @Test
    void programs_with_missing_files_are_unpacked_again() throws IOException {
        Path archive = Path.of("target", "test-classes", "postgres-test-tiny.txz");
        try (InputStream packed = archive(file("bin/postgres", 0755))) {
            Files.copy(packed, archive, StandardCopyOption.REPLACE_EXISTING);
        }
        Platform platform = new Platform("test", "tiny");
        List<String> progress = new ArrayList<>();
        Binaries.unpackedIn(temporary, platform, progress::add);
        Path program;
        try (Stream<Path> versions = Files.list(temporary)) {
            program = versions.findFirst().orElseThrow().resolve("bin/postgres");
        }
        Files.write(program, new byte[0]);

        Binaries.unpackedIn(temporary, platform, progress::add);
        Binaries.unpackedIn(temporary, platform, progress::add);

        assertThat(program).hasContent("content");
        assertThat(progress)
                .containsExactly(
                        "Unpacking PostgreSQL, once ...",
                        "Unpacking PostgreSQL again, because files are missing or damaged ...");
    }

    private enum Damage {
        MISSING {
            @Override
            void to(Path home) throws IOException {
                Files.delete(home.resolve("share/notes"));
            }
        },
        EMPTY {
            @Override
            void to(Path home) throws IOException {
                Files.write(home.resolve("bin/postgres"), new byte[0]);
            }
        },
        NOT_EXECUTABLE {
            @Override
            void to(Path home) {
                assertThat(home.resolve("bin/postgres").toFile().setExecutable(false))
                        .isTrue();
            }
        },
        CHANGED {
            @Override
            void to(Path home) throws IOException {
                Files.write(home.resolve("share/notes"), new byte["content".length()]);
            }
        },
        NO_LIST {
            @Override
            void to(Path home) throws IOException {
                Files.write(home.resolve("clubroom.files"), new byte[0]);
            }
        };

        abstract void to(Path home) throws IOException;
    }

    private static TarArchiveEntry file(String name, int mode) {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setMode(TarArchiveEntry.DEFAULT_FILE_MODE & ~0777 | mode);
        entry.setSize("content".length());
        return entry;
    }

    private static TarArchiveEntry link(String name, String target) {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(target);
        return entry;
    }

    private static InputStream archive(TarArchiveEntry... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(new XZCompressorOutputStream(bytes))) {
            for (TarArchiveEntry entry : entries) {
                tar.putArchiveEntry(entry);
                if (entry.isFile() && !entry.isSymbolicLink()) {
                    tar.write("content".getBytes(UTF_8));
                }
                tar.closeArchiveEntry();
            }
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
