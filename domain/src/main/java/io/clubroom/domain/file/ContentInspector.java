package io.clubroom.domain.file;

import java.nio.channels.SeekableByteChannel;
import org.jspecify.annotations.Nullable;

/** Determines what a content is from its bytes alone. */
public interface ContentInspector {
    /** @param dimensions null if the content is not a picture, or its size cannot be read */
    record Inspection(MediaType type, @Nullable Dimensions dimensions) {}

    /** Reads a bounded part of the content, whatever its size. */
    Inspection inspect(SeekableByteChannel content);

    /**
     * Overwrites the location data (GPS of EXIF and XMP) of a JPEG, PNG or WebP; everything else stays, including the number of bytes.
     *
     * @return whether any byte was changed
     */
    boolean removeLocation(SeekableByteChannel content, MediaType type);
}
