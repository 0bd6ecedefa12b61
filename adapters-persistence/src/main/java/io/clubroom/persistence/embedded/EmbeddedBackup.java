package io.clubroom.persistence.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.clubroom.persistence.DatabaseFailure;
import io.clubroom.persistence.DatabaseUrl;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Backs up the embedded PostgreSQL of a data directory to a file, even while its server runs, and restores it. Methods that throw
 * {@link DatabaseFailure} have changed nothing.
 */
public final class EmbeddedBackup {
    private final Path home;

    /** Files that belong to the database, as far as they exist. */
    private final List<String> files;

    /**
     * @param dataDirectory need not exist before a restore
     * @param secrets the names of files in the data directory without which the database is of little use, as far as they exist
     */
    public EmbeddedBackup(Path dataDirectory, List<String> secrets) {
        this.home = dataDirectory.toAbsolutePath().normalize();
        this.files = Stream.concat(Stream.of(Cluster.PASSWORD, Cluster.SUPERUSER_PASSWORD), secrets.stream())
                .toList();
    }

    /**
     * Writes a backup that only the owner can read.
     *
     * @param backup must not exist
     * @param postgres the server of this data directory; started, and stopped again, if no other process runs it
     */
    public void write(Path backup, EmbeddedPostgres postgres) {
        Path target = backup.toAbsolutePath();
        if (!Files.exists(data().resolve("PG_VERSION"))) {
            throw new DatabaseFailure("DATA_DIR " + home + " has no database to back up.", null);
        }
        if (Files.exists(target)) {
            throw new DatabaseFailure(target + " exists already: choose another name.", null);
        }
        Path directory = target.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new DatabaseFailure("There is no directory for " + target + ": create it first.", null);
        }
        try (postgres) {
            if (DirectoryLock.isFree(home)) {
                postgres.start();
            }
            write(target, directory);
        } catch (IOException | SQLException failure) {
            throw new DatabaseFailure(
                    "The backup failed, and " + target + " was not written (" + reason(failure) + ").", failure);
        }
    }

    private void write(Path target, Path directory) throws IOException, SQLException {
        // Only the owner can read temporary files.
        Path unfinished = Files.createTempFile(directory, target.getFileName() + ".", ".unfinished");
        // In case the process is stopped in the meantime.
        unfinished.toFile().deleteOnExit();
        try {
            try (Connection superuser = connect();
                    FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE);
                    OutputStream out = Channels.newOutputStream(channel);
                    BackupWriter archive = new BackupWriter(out)) {
                archive.content(
                        BackupFormat.DESCRIPTION, BackupFormat.description().getBytes(UTF_8));
                for (String name : files) {
                    if (Files.exists(home.resolve(name))) {
                        archive.file(name, home.resolve(name));
                    }
                }
                new OnlineCopy(superuser, data(), archive).run();
                archive.finish();
                channel.force(true);
            }
            Files.move(unfinished, target);
            UnpackedFiles.syncDirectory(directory);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private Connection connect() throws IOException, SQLException {
        OptionalInt port = PidFile.in(data()).readyPort();
        if (port.isEmpty()) {
            throw new IOException("PostgreSQL is starting or stopping");
        }
        DatabaseUrl url = DatabaseUrl.parse("postgresql://postgres:"
                + Files.readString(home.resolve(Cluster.SUPERUSER_PASSWORD)).strip() + "@127.0.0.1:" + port.getAsInt()
                + "/postgres?sslmode=disable&require_auth=scram-sha-256&application_name=clubroom-backup");
        return DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
    }

    /** Checks whether {@link #restore} can restore a backup here. */
    public void verify(Path backup) {
        try {
            if (Files.exists(home.resolve(DirectoryLock.NAME)) && !DirectoryLock.isFree(home)) {
                throw DirectoryLock.inUse(home);
            }
            requireNoData();
            reader(backup).verify();
        } catch (UnusableBackup unusable) {
            throw new DatabaseFailure(backup.toAbsolutePath() + " " + unusable.getMessage() + ".", unusable);
        } catch (IOException failure) {
            throw new DatabaseFailure(backup.toAbsolutePath() + " cannot be read (" + reason(failure) + ").", failure);
        }
    }

    /** Restores a backup that has been verified, into a data directory that exists. */
    public void restore(Path backup) {
        try (FileChannel lock = DirectoryLock.take(home).orElseThrow(() -> DirectoryLock.inUse(home))) {
            requireNoData();
            Leftovers.remove(home, EmbeddedBackup::isUnfinished);
            try {
                Path unfinished = Files.createTempDirectory(home, Cluster.UNFINISHED);
                reader(backup).unpackTo(unfinished);
                UnpackedFiles.sync(unfinished);
                moveFrom(unfinished);
            } finally {
                Leftovers.remove(home, EmbeddedBackup::isUnfinished);
            }
        } catch (IOException failure) {
            throw new DatabaseFailure(
                    "The restore failed, and DATA_DIR " + home + " is as it was (" + reason(failure) + ").", failure);
        }
    }

    /** Moves the data last, so that there is none if one of the other files is missing. */
    private void moveFrom(Path unfinished) throws IOException {
        List<Path> moved = new ArrayList<>();
        try {
            for (String name : names().toList()) {
                if (Files.exists(unfinished.resolve(name))) {
                    moved.add(Files.move(unfinished.resolve(name), home.resolve(name)));
                }
            }
        } catch (IOException failure) {
            for (Path file : moved) {
                Files.delete(file);
            }
            throw failure;
        }
        UnpackedFiles.syncDirectory(home);
    }

    private void requireNoData() {
        String existing =
                names().filter(name -> Files.exists(home.resolve(name))).collect(Collectors.joining(", "));
        if (!existing.isEmpty()) {
            throw new DatabaseFailure(
                    "DATA_DIR " + home + " has data already (" + existing
                            + "): move it away, or choose another DATA_DIR.",
                    null);
        }
    }

    private BackupReader reader(Path backup) {
        return new BackupReader(backup, names().collect(Collectors.toSet()));
    }

    /** The names of everything in the data directory that a backup may contain; the data last. */
    private Stream<String> names() {
        return Stream.concat(files.stream(), Stream.of(Cluster.DATA));
    }

    private Path data() {
        return home.resolve(Cluster.DATA);
    }

    private static boolean isUnfinished(String name) {
        return name.startsWith(Cluster.UNFINISHED);
    }

    private static String reason(Exception failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "there is no " + missing.getFile();
            case AccessDeniedException denied -> "no permission for " + denied.getFile();
            default -> String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        };
    }
}
