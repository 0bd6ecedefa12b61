package io.clubroom.domain.file;

import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stores contents: sequences of bytes that never change. Every method may block, for at most 30 seconds without progress, and throws {@link
 * io.clubroom.domain.Unavailable} if the store cannot be reached.
 */
public interface ContentStore {
    /** A stored content, opened for reading. */
    interface Content {
        long size();

        /** Opens the local file that contains these bytes; null if there is none. It must be closed. */
        @Nullable
        FileChannel openFile();

        /**
         * Returns the bytes from the offset on, at most {@code length}. The stream must be closed.
         *
         * @throws io.clubroom.domain.Unavailable also while reading, if the store fails
         */
        InputStream read(long offset, long length);
    }

    /** Creates a content to write to, which is not in the store until it is {@linkplain NewContent#store stored}. */
    NewContent create();

    /** Opens a content; empty if there is none with this id. */
    Optional<Content> open(ContentId id);

    /** Removes a content; does nothing if there is none with this id. */
    void remove(ContentId id);

    /** Removes contents, as {@link #remove} does. If the store cannot be reached, some of them may have been removed. */
    default void removeAll(Collection<ContentId> ids) {
        ids.forEach(this::remove);
    }

    /** Returns the contents of a {@linkplain ContentId#shard() shard}. */
    Set<ContentId> list(int shard);

    /** Throws {@link io.clubroom.domain.Unavailable} if the store cannot be reached now, {@link StorageFull} if it is known to be full. */
    void check();
}
