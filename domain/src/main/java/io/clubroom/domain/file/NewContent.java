package io.clubroom.domain.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** The bytes of a content that is not in the store yet. Their number does not affect the memory used. Not thread-safe. */
public interface NewContent extends AutoCloseable {
    /**
     * Appends bytes.
     *
     * @throws StorageFull if there is no room for them
     */
    void write(ByteBuffer bytes);

    /** Appends the bytes of a stored content. */
    default void append(ContentStore.Content content) {
        byte[] buffer = new byte[65_536];
        try (InputStream bytes = content.read(0, content.size())) {
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                write(ByteBuffer.wrap(buffer, 0, read));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The number of bytes. */
    long size();

    /** Returns a channel to read and overwrite the bytes. It must not be used after the content is stored. */
    SeekableByteChannel channel();

    /**
     * Moves the bytes into the store. When this method returns, they survive a crash and a loss of power.
     *
     * @throws StorageFull if there is no room for them
     * @throws io.clubroom.domain.Unavailable if the store cannot be reached
     */
    void store(ContentId id);

    /** Discards the bytes unless they were stored. */
    @Override
    void close();
}
