package io.clubroom.files;

import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.NewContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A content that is gathered in a file of the spool. */
final class SpooledContent implements NewContent {
    /** Stores a spooled content. */
    interface Target {
        /** May move the file away. */
        void store(Path file, ContentId id) throws IOException;
    }

    private final Path file;
    private final Target target;
    private final FileChannel channel;
    private @Nullable FileChannel view;
    private long size;

    private SpooledContent(Path file, Target target) throws IOException {
        this.file = file;
        this.target = target;
        this.channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    static SpooledContent create(Spool spool, Target target) {
        try {
            return new SpooledContent(spool.create(), target);
        } catch (IOException failure) {
            throw Failures.writing(spool.folder(), failure);
        }
    }

    @Override
    public void write(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                size += channel.write(bytes, size);
            }
        } catch (IOException failure) {
            throw Failures.writing(folder(), failure);
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public SeekableByteChannel channel() {
        try {
            if (view == null || !view.isOpen()) {
                view = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            }
            return view.position(0);
        } catch (IOException failure) {
            throw Failures.unavailable(failure);
        }
    }

    @Override
    public void store(ContentId id) {
        try {
            channel.force(true);
            target.store(file, id);
        } catch (IOException failure) {
            throw Failures.writing(folder(), failure);
        }
    }

    private Path folder() {
        return file.resolveSibling("");
    }

    @Override
    public void close() {
        try {
            channel.close();
            if (view != null) {
                view.close();
            }
            Files.deleteIfExists(file);
        } catch (IOException leftOver) {
            // Removed with what processes leave in the spool.
        }
    }
}
