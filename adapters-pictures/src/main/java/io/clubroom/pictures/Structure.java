package io.clubroom.pictures;

import io.clubroom.domain.file.Dimensions;
import org.jspecify.annotations.Nullable;

/**
 * What a picture says about itself before its pixels are decoded.
 *
 * @param width in pixels, as stored
 * @param height in pixels, as stored
 * @param orientation how the stored pixels are to be displayed, 1 to 8 (EXIF 2.32, tag 274)
 * @param essential what a decoder needs: the picture without metadata; null if it cannot be decoded
 * @param whole whether a decoder needs memory for all pixels at once
 */
record Structure(
        int width, int height, int orientation, @Nullable Bytes essential, boolean whole) {
    private static final int FIRST_TURNED = 5;

    /** @return null if there are no such dimensions */
    static @Nullable Structure of(long width, long height, int orientation, @Nullable Bytes essential) {
        return width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE
                ? null
                : new Structure((int) width, (int) height, orientation, essential, false);
    }

    long pixels() {
        return (long) width * height;
    }

    /** As it is displayed. */
    Dimensions displayed() {
        return isTurned() ? new Dimensions(height, width) : new Dimensions(width, height);
    }

    private boolean isTurned() {
        return orientation >= FIRST_TURNED;
    }
}
