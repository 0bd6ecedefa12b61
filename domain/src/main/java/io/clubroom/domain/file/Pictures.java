package io.clubroom.domain.file;

import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Map;

/**
 * Makes new pictures from those that users send: decodes them, turns them upright, scales them and encodes them without metadata. Uses a
 * bounded number of threads, for which a bounded number of calls may wait.
 *
 * <p>Every method throws {@link InvalidImage} if the content cannot be decoded, {@link ImageTooLarge} if it has more than 40,000,000
 * pixels, which is decided before anything is decoded, and {@link io.clubroom.domain.Unavailable} at once if too many calls wait.
 */
public interface Pictures {
    /** An encoded picture. */
    @SuppressWarnings("ArrayRecordComponent")
    record Picture(MediaType type, byte[] bytes) {}

    /** Thrown if the content cannot be decoded. */
    final class InvalidImage extends RuntimeException {}

    /** Thrown if the picture has too many pixels. */
    final class ImageTooLarge extends RuntimeException {}

    /** Returns the picture, scaled down to fit into a square of {@code size} pixels; a JPEG or WebP. */
    Picture thumbnail(SeekableByteChannel content, MediaType type, int size);

    /** Returns square JPEGs of these sizes in pixels, cut from the middle. */
    Map<Integer, Picture> avatars(SeekableByteChannel content, MediaType type, List<Integer> sizes);
}
