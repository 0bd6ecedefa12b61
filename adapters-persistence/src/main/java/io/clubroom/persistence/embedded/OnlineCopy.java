package io.clubroom.persistence.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Copies the data of a running PostgreSQL with its write-ahead log (PostgreSQL manual, "Making a Base Backup Using the Low Level API").
 * A server that starts with the copy recovers to the moment at which the copy ended.
 */
final class OnlineCopy {
    /** Directories whose content the manual says to leave out. The write-ahead log is added last. */
    private static final Set<String> EMPTIED = Set.of(
            "pg_dynshmem",
            "pg_notify",
            "pg_replslot",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp",
            "pg_subtrans",
            "pg_wal");

    private static final Set<String> LEFT_OUT =
            Set.of("postmaster.pid", "postmaster.opts", "backup_label", "tablespace_map");

    /** The names of files and directories that a server removes or creates again when it starts. */
    private static final String TEMPORARY = "pgsql_tmp.*|pg_internal\\.init.*";

    private static final Path CONTROL = Path.of("global", "pg_control");
    private static final int CONTROL_READS = 100;

    private static final String WAL_SEGMENT = "[0-9A-F]{24}";
    private static final int SEGMENTS_PER_LOG = 256;

    private final Connection superuser;
    private final Path data;
    private final BackupWriter backup;

    /**
     * @param superuser a connection to the server that uses the data
     * @param data the server's data directory
     */
    OnlineCopy(Connection superuser, Path data, BackupWriter backup) throws IOException {
        this.superuser = superuser;
        this.data = data.toRealPath();
        this.backup = backup;
    }

    /** Copies everything; the session ends the backup if this fails. */
    void run() throws IOException, SQLException {
        // Keeps the write-ahead log until the end of the session.
        query("SELECT pg_create_physical_replication_slot('clubroom_backup_' || pg_backend_pid(), true, true)");
        String start = query("SELECT pg_walfile_name(pg_backup_start('clubroom', fast => true))")
                .getFirst();
        Files.walkFileTree(data, new Copy());
        backup.content(name(CONTROL), control());
        // The end is the first byte after the log, which may be in a segment that does not exist yet.
        List<String> end =
                query("SELECT pg_walfile_name(lsn - 1), labelfile, spcmapfile FROM pg_backup_stop(wait_for_archive =>"
                        + " false)");
        if (!end.get(2).isBlank()) {
            throw new IOException("the database has tablespaces");
        }
        backup.content(name(Path.of("backup_label")), end.get(1).getBytes(UTF_8));
        log(start, end.getFirst());
    }

    private List<String> query(String sql) throws SQLException {
        try (PreparedStatement statement = superuser.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            row.next();
            String[] columns = new String[row.getMetaData().getColumnCount()];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = String.valueOf(row.getString(i + 1));
            }
            return List.of(columns);
        }
    }

    private static String name(Path path) {
        return Cluster.DATA + "/" + path.toString().replace('\\', '/');
    }

    /** Reads the control file until it is the same twice: the server may be writing it. */
    private byte[] control() throws IOException {
        byte[] before = new byte[0];
        for (int i = 0; i < CONTROL_READS; i++) {
            byte[] content = Files.readAllBytes(data.resolve(CONTROL));
            if (Arrays.equals(content, before)) {
                return content;
            }
            before = content;
        }
        throw new IOException(CONTROL + " changes all the time");
    }

    /** Adds the write-ahead log from the first to the last segment. */
    private void log(String first, String last) throws IOException {
        Path directory = data.resolve("pg_wal");
        List<String> segments;
        try (Stream<Path> files = Files.list(directory)) {
            segments = files.map(file -> file.getFileName().toString())
                    .filter(name ->
                            name.matches(WAL_SEGMENT) && name.compareTo(first) >= 0 && name.compareTo(last) <= 0)
                    .sorted()
                    .toList();
        }
        if (segments.size() != number(last) - number(first) + 1) {
            throw new IOException("PostgreSQL has removed a part of its log");
        }
        for (String segment : segments) {
            backup.file(name(Path.of("pg_wal", segment)), directory.resolve(segment));
        }
    }

    /** The number of a segment of 16 MiB, from its name: timeline, log and segment, with 8 hexadecimal digits each. */
    private static long number(String segment) {
        return Long.parseLong(segment, 8, 16, 16) * SEGMENTS_PER_LOG + Long.parseLong(segment, 16, 24, 16);
    }

    private final class Copy extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            Path path = data.relativize(directory);
            if (directory.equals(data)) {
                backup.directory(Cluster.DATA);
                return FileVisitResult.CONTINUE;
            }
            if (directory.getFileName().toString().matches(TEMPORARY)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            backup.directory(name(path));
            return EMPTIED.contains(path.toString()) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Path path = data.relativize(file);
            if (EMPTIED.contains(path.toString())) {
                // A link to another disk.
                backup.directory(name(path));
            } else if (Files.isRegularFile(file)
                    && !LEFT_OUT.contains(path.toString())
                    && !path.equals(CONTROL)
                    && !file.getFileName().toString().matches(TEMPORARY)) {
                try {
                    backup.file(name(path), file);
                } catch (NoSuchFileException removed) {
                    // The log says so, too.
                }
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }
}
