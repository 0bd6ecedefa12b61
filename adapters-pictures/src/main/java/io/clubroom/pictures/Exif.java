package io.clubroom.pictures;

/** EXIF, with or without the identifier that it has in JPEG (EXIF 2.32 §4.7.2). */
final class Exif {
    static final String IDENTIFIER = "Exif\0\0";

    private Exif() {}

    /** The orientation of EXIF in this part, 1 to 8; 1 if there is none. */
    static int orientation(Bytes bytes, long start, long end) {
        return Tiff.orientation(tiff(bytes, start, end));
    }

    /** Removes what tells a place. Returns whether there was any. */
    static boolean removeLocation(Bytes exif) {
        return Tiff.removeLocation(tiff(exif, 0, exif.size()));
    }

    private static Bytes tiff(Bytes bytes, long start, long end) {
        return new Parts(bytes, bytes.has(start, IDENTIFIER) ? start + IDENTIFIER.length() : start, end);
    }
}
