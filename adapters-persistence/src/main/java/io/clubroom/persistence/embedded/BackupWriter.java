package io.clubroom.persistence.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes a backup: a {@code .tar.gz} whose last entry has the SHA-256 of all others, as {@code sha256sum} prints them. */
final class BackupWriter implements Closeable {
    private static final int BUFFER_BYTES = 64 << 10;

    private final FastGzip gzip;
    private final TarArchiveOutputStream tar;
    private final StringBuilder sums = new StringBuilder();

    BackupWriter(OutputStream out) throws IOException {
        this.gzip = new FastGzip(out);
        this.tar = new TarArchiveOutputStream(gzip, UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    }

    void directory(String name) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name + "/");
        entry.setMode(0700);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    void content(String name, byte[] content) throws IOException {
        copy(name, new ByteArrayInputStream(content), content.length);
    }

    /**
     * Adds a file with its current length. Bytes that are appended in the meantime are omitted, and truncated bytes are replaced by zeros,
     * as in {@code pg_basebackup}.
     *
     * @throws java.nio.file.NoSuchFileException if the file has been removed
     */
    void file(String name, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            copy(name, Channels.newInputStream(channel), channel.size());
        }
    }

    private void copy(String name, InputStream in, long size) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(0600);
        entry.setSize(size);
        tar.putArchiveEntry(entry);
        MessageDigest digest = BackupFormat.sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        boolean ended = false;
        for (long left = size; left > 0; ) {
            int wanted = (int) Math.min(left, buffer.length);
            int read = ended ? -1 : in.read(buffer, 0, wanted);
            if (read < 0) {
                ended = true;
                Arrays.fill(buffer, (byte) 0);
                read = wanted;
            }
            tar.write(buffer, 0, read);
            digest.update(buffer, 0, read);
            left -= read;
        }
        tar.closeArchiveEntry();
        sums.append(BackupFormat.checksum(digest, name));
    }

    /** Adds the checksums, without which the backup is not complete. */
    void finish() throws IOException {
        content(BackupFormat.CHECKSUMS, sums.toString().getBytes(UTF_8));
        tar.finish();
        gzip.finish();
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    /** Compresses faster but less than the default, because PostgreSQL keeps the write-ahead log during a backup. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, BUFFER_BYTES);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
