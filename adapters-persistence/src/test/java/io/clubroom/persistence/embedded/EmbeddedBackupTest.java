package io.clubroom.persistence.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.clubroom.persistence.DatabaseFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups without a server; {@link EmbeddedPostgresTest} has those with one. */
class EmbeddedBackupTest {
    private static final Map<String, String> FILES = Map.of(
            "postgres.password", "secret",
            "key", "of the server",
            "postgres/PG_VERSION", "17\n",
            "postgres/base/1", "x".repeat(100_000));

    @TempDir
    Path directory;

    private Path backup;
    private Path home;

    @BeforeEach
    void write_a_backup() throws IOException {
        home = directory.resolve("data");
        backup = directory.resolve("backup.tar.gz");
        Files.write(backup, archive(BackupFormat.description(), FILES));
    }

    @Test
    void restores_all_files_for_the_owner_only() throws IOException {
        restore();

        assertThat(content(home))
                .containsAllEntriesOf(FILES)
                .hasSize(FILES.size() + 1)
                .containsEntry("clubroom.lock", "");
        assumeThat(home.getFileSystem().supportedFileAttributeViews()).contains("posix");
        assertThat(permissions("key")).isEqualTo("rw-------");
        assertThat(permissions("postgres")).isEqualTo("rwx------");
    }

    @Test
    void refuses_a_backup_that_is_incomplete() throws IOException {
        byte[] complete = Files.readAllBytes(backup);
        for (int missing :
                new int[] {1, 2, 4, 5, 8, 9, 20, 100, complete.length / 2, complete.length - 1, complete.length}) {
            int length = complete.length - missing;
            Files.write(backup, Arrays.copyOf(complete, length));
            assertRefused("is incomplete or damaged, or no backup of Clubroom.");
        }
    }

    @Test
    void refuses_a_backup_with_other_content() throws IOException {
        byte[] intact = Files.readAllBytes(backup);
        // After gzip's header, whose time and flags mean nothing here. Other bytes in each run.
        int step = 5;
        for (int i = 10 + ThreadLocalRandom.current().nextInt(step); i < intact.length; i += step) {
            byte[] damaged = intact.clone();
            damaged[i] ^= (byte) 0xff;
            if (unpacksTheSame(damaged, intact)) {
                continue;
            }
            Files.write(backup, damaged);
            assertThatThrownBy(this::restore)
                    .as("byte %d changed", i)
                    .isInstanceOf(DatabaseFailure.class)
                    .hasMessageStartingWith(backup + " ");
            assertThat(home).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0000  postgres/PG_VERSION\n"})
    void refuses_a_backup_without_the_checksums_of_its_content(String checksums) throws IOException {
        try (BackupWriter archive = new BackupWriter(Files.newOutputStream(backup))) {
            archive.content(BackupFormat.DESCRIPTION, BackupFormat.description().getBytes(UTF_8));
            archive.content("postgres/PG_VERSION", "17\n".getBytes(UTF_8));
            if (!checksums.isEmpty()) {
                archive.content(BackupFormat.CHECKSUMS, checksums.getBytes(UTF_8));
            }
        }
        assertRefused("is incomplete or damaged, or no backup of Clubroom.");
    }

    @Test
    void refuses_a_file_that_is_no_backup() throws IOException {
        Files.writeString(backup, "notes");
        assertRefused("is incomplete or damaged, or no backup of Clubroom.");
        Files.delete(backup);
        assertRefused("cannot be read (there is no " + backup + ").");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres/../../escaped", "/tmp/escaped", "pgbin/bin/postgres", "postgres/./x"})
    void refuses_a_backup_with_files_for_other_places(String name) throws IOException {
        Files.write(backup, archive(BackupFormat.description(), Map.of(name, "")));
        assertRefused("is incomplete or damaged, or no backup of Clubroom.");
    }

    @Test
    void refuses_a_backup_of_another_postgresql_release_or_platform() throws IOException {
        String here = BackupFormat.description();
        String platform = here.replaceFirst("(?s).*platform=(.*)\n", "$1");
        refusing(here.replace("postgresql=17", "postgresql=16"))
                .isEqualTo(
                        backup + " holds data of PostgreSQL 16, and this release has PostgreSQL 17: restore it with the"
                                + " release that made it, and copy the data with pg_dump.");
        refusing(here.replace("format=1", "format=2"))
                .isEqualTo(backup + " was made by another release, which this one does not understand.");
        refusing(here.replace(platform, "plan9-mips"))
                .isEqualTo(backup + " was made on plan9-mips, and its data cannot be used on " + platform
                        + ": copy the data with pg_dump.");
    }

    private AbstractStringAssert<?> refusing(String description) throws IOException {
        Files.write(backup, archive(description, FILES));
        try {
            restore();
        } catch (DatabaseFailure refused) {
            assertThat(home).doesNotExist();
            return assertThat(refused.getMessage());
        }
        throw new AssertionError("restored");
    }

    @ParameterizedTest
    @ValueSource(strings = {"key", "postgres.password", "postgres/PG_VERSION"})
    void changes_nothing_where_data_is_already(String name) throws IOException {
        Path existing = home.resolve(name);
        Files.createDirectories(existing.getParent());
        Files.writeString(existing, "mine");

        assertThatThrownBy(this::restore)
                .isInstanceOf(DatabaseFailure.class)
                .hasMessage(
                        "DATA_DIR %s has data already (%s): move it away, or choose another DATA_DIR.",
                        home, name.split("/")[0]);

        assertThat(content(home)).containsExactly(Map.entry(name, "mine"));
    }

    @Test
    void changes_nothing_in_a_directory_that_a_server_uses() throws IOException {
        Files.createDirectory(home);
        try (FileChannel lock = DirectoryLock.take(home).orElseThrow()) {
            assertThatThrownBy(this::restore)
                    .isInstanceOf(DatabaseFailure.class)
                    .hasMessage("Another Clubroom uses DATA_DIR %s: stop it, or choose another DATA_DIR.", home);
            assertThat(lock.isOpen()).isTrue();
        }
        assertThat(content(home)).containsOnlyKeys("clubroom.lock");
    }

    @Test
    void changes_nothing_if_a_file_cannot_be_written() throws IOException {
        Map<String, String> files = new LinkedHashMap<>(FILES);
        // A file where a directory must be.
        files.put("postgres/base/1/2", "");
        Files.write(backup, archive(BackupFormat.description(), files));

        assertThatThrownBy(this::restore)
                .isInstanceOf(DatabaseFailure.class)
                .hasMessageStartingWith("The restore failed, and DATA_DIR " + home + " is as it was (");

        assertThat(content(home)).containsOnlyKeys("clubroom.lock");
    }

    @Test
    void a_backup_that_fails_leaves_no_file() throws IOException {
        Files.createDirectories(home.resolve("postgres"));
        Files.writeString(home.resolve("postgres/PG_VERSION"), "17\n");
        Path target = Files.createDirectory(directory.resolve("backups")).resolve("backup.tar.gz");
        try (FileChannel lock = DirectoryLock.take(home).orElseThrow()) {
            assertThat(lock.isOpen()).isTrue();
            assertThatThrownBy(() -> embedded().write(target, server()))
                    .isInstanceOf(DatabaseFailure.class)
                    .hasMessage(
                            "The backup failed, and %s was not written (PostgreSQL is starting or stopping).", target);
        }
        assertThat(target.getParent()).isEmptyDirectory();
    }

    @Test
    void a_backup_replaces_no_file_and_needs_a_database_and_a_directory() throws IOException {
        byte[] before = Files.readAllBytes(backup);
        assertThatThrownBy(() -> embedded().write(backup, server()))
                .hasMessage("DATA_DIR %s has no database to back up.", home);
        Files.createDirectories(home.resolve("postgres"));
        Files.writeString(home.resolve("postgres/PG_VERSION"), "17\n");
        assertThatThrownBy(() -> embedded().write(backup, server()))
                .hasMessage("%s exists already: choose another name.", backup);
        Path nowhere = directory.resolve("nowhere/backup.tar.gz");
        assertThatThrownBy(() -> embedded().write(nowhere, server()))
                .hasMessage("There is no directory for %s: create it first.", nowhere);
        assertThat(backup).hasBinaryContent(before);
    }

    private EmbeddedBackup embedded() {
        return new EmbeddedBackup(home, List.of("key"));
    }

    private EmbeddedPostgres server() {
        return new EmbeddedPostgres(home, 0, line -> {});
    }

    private void restore() {
        embedded().verify(backup);
        try {
            Files.createDirectories(home);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        embedded().restore(backup);
    }

    private void assertRefused(String predicate) {
        assertThatThrownBy(this::restore).isInstanceOf(DatabaseFailure.class).hasMessage(backup + " " + predicate);
        assertThat(home).doesNotExist();
    }

    private static byte[] archive(String description, Map<String, String> files) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (BackupWriter archive = new BackupWriter(packed)) {
            archive.content(BackupFormat.DESCRIPTION, description.getBytes(UTF_8));
            archive.directory("postgres");
            archive.directory("postgres/base");
            for (Map.Entry<String, String> file : files.entrySet()) {
                archive.content(file.getKey(), file.getValue().getBytes(UTF_8));
            }
            archive.finish();
        }
        return packed.toByteArray();
    }

    /** A zero may be a copy of any other zero, so some bits of a compressed file can change without changing its content. */
    private static boolean unpacksTheSame(byte[] damaged, byte[] intact) throws IOException {
        byte[] content = new GZIPInputStream(new ByteArrayInputStream(intact)).readAllBytes();
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(damaged))) {
            return Arrays.equals(content, in.readAllBytes());
        } catch (IOException refused) {
            return false;
        }
    }

    private static Map<String, String> content(Path root) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
        return content;
    }

    private String permissions(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(name)));
    }
}
