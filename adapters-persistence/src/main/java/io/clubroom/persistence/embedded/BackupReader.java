package io.clubroom.persistence.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Reads a backup, and detects if it is incomplete, damaged, or for another release or kind of machine. */
final class BackupReader {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int MAX_DESCRIPTION_BYTES = 4 << 10;

    /** Enough for a million files. */
    private static final int MAX_CHECKSUMS_BYTES = 128 << 20;

    private final Path file;
    private final Set<String> names;

    /** @param names the names of files and directories in Clubroom's data directory that a backup may contain */
    BackupReader(Path file, Set<String> names) {
        this.file = file;
        this.names = names;
    }

    /** The destination of a backup's entries. */
    private interface Target {
        void directory(Path path) throws IOException;

        OutputStream file(Path path) throws IOException;
    }

    /**
     * Verifies the whole backup without writing anything.
     *
     * @throws UnusableBackup if the content cannot be restored here
     * @throws IOException if the file cannot be opened
     */
    void verify() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            try {
                read(in, new Target() {
                    @Override
                    public void directory(Path path) {}

                    @Override
                    public OutputStream file(Path path) {
                        return OutputStream.nullOutputStream();
                    }
                });
            } catch (UnusableBackup known) {
                throw known;
            } catch (IOException | RuntimeException malformed) {
                throw UnusableBackup.damaged(malformed);
            }
        }
    }

    /** Unpacks everything into a directory, which must be empty. */
    void unpackTo(Path directory) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            read(in, new Target() {
                @Override
                public void directory(Path path) throws IOException {
                    OwnerOnly.createDirectories(directory.resolve(path));
                }

                @Override
                public OutputStream file(Path path) throws IOException {
                    Path target = directory.resolve(path);
                    OwnerOnly.createFile(target);
                    return Files.newOutputStream(target, StandardOpenOption.WRITE);
                }
            });
        }
    }

    private void read(InputStream in, Target target) throws IOException {
        try (InputStream packed = new GZIPInputStream(in, BUFFER_BYTES)) {
            readEntries(new TarArchiveInputStream(packed, UTF_8.name()), target);
            // Up to gzip's own checksum.
            packed.transferTo(OutputStream.nullOutputStream());
        }
    }

    private void readEntries(TarArchiveInputStream tar, Target target) throws IOException {
        StringBuilder sums = new StringBuilder();
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            String name = entry.getName();
            boolean isFirst = sums.isEmpty();
            if (isFirst != name.equals(BackupFormat.DESCRIPTION)) {
                throw UnusableBackup.damaged(null);
            }
            if (isFirst) {
                String description = text(tar, entry, MAX_DESCRIPTION_BYTES);
                BackupFormat.check(description);
                MessageDigest digest = BackupFormat.sha256();
                digest.update(description.getBytes(UTF_8));
                sums.append(BackupFormat.checksum(digest, name));
            } else if (entry.isDirectory()) {
                target.directory(path(name));
            } else if (entry.getLinkFlag() != TarConstants.LF_NORMAL) {
                throw UnusableBackup.damaged(null);
            } else if (name.equals(BackupFormat.CHECKSUMS)) {
                if (!sums.toString().equals(text(tar, entry, MAX_CHECKSUMS_BYTES)) || tar.getNextEntry() != null) {
                    throw UnusableBackup.damaged(null);
                }
                return;
            } else {
                MessageDigest digest = BackupFormat.sha256();
                try (OutputStream out = new DigestOutputStream(target.file(path(name)), digest)) {
                    tar.transferTo(out);
                }
                sums.append(BackupFormat.checksum(digest, name));
            }
        }
        throw UnusableBackup.damaged(null);
    }

    private static String text(InputStream in, TarArchiveEntry entry, int maxBytes) throws IOException {
        if (entry.getSize() > maxBytes) {
            throw UnusableBackup.damaged(null);
        }
        return new String(in.readAllBytes(), UTF_8);
    }

    private Path path(String name) throws UnusableBackup {
        Path path = Path.of(name);
        if (path.isAbsolute()
                || !path.normalize().equals(path)
                || !names.contains(path.getName(0).toString())) {
            throw UnusableBackup.damaged(null);
        }
        return path;
    }
}
