package io.clubroom.pictures;

import org.jspecify.annotations.Nullable;

/** Reads the structures of pictures. */
final class PictureStructures {
    static final String JPEG = "image/jpeg";
    static final String PNG = "image/png";
    static final String GIF = "image/gif";
    static final String WEBP = "image/webp";

    private PictureStructures() {}

    /** The dimensions; null if the type has none that can be read. Reads a bounded part, except of PNG and WebP, whose chunks it skips. */
    static @Nullable Structure describe(Bytes bytes, String type) {
        return switch (type) {
            case JPEG -> Jpeg.read(bytes, false);
            case PNG -> Png.read(bytes);
            case GIF -> Gif.screen(bytes);
            case WEBP -> WebP.read(bytes);
            case "image/tiff" -> Tiff.read(bytes);
            case "image/bmp" -> bitmap(bytes);
            default -> null;
        };
    }

    /** The picture with what a decoder needs; null if the content is none. */
    static @Nullable Structure read(Bytes bytes, String type) {
        return switch (type) {
            case JPEG -> Jpeg.read(bytes, true);
            case PNG -> Png.read(bytes);
            case GIF -> Gif.first(bytes);
            case WEBP -> WebP.read(bytes);
            default -> null;
        };
    }

    private static @Nullable Structure bitmap(Bytes bytes) {
        boolean old = bytes.little(14, 4) == 12;
        long width = old ? bytes.little(18, 2) : (int) bytes.little(18, 4);
        long height = old ? bytes.little(20, 2) : (int) bytes.little(22, 4);
        // Negative if the rows go from the top.
        return Structure.of(width, Math.abs(height), 1, null);
    }
}
