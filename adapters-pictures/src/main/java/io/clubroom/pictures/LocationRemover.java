package io.clubroom.pictures;

/** Overwrites what tells a place in the metadata of pictures. */
final class LocationRemover {
    private LocationRemover() {}

    /** Returns whether there was any. */
    static boolean removeLocation(Bytes bytes, String type) {
        return switch (type) {
            case PictureStructures.JPEG -> JpegLocation.remove(bytes);
            case PictureStructures.PNG -> PngLocation.remove(bytes);
            case PictureStructures.WEBP -> inWebP(bytes);
            default -> false;
        };
    }

    private static boolean inWebP(Bytes bytes) {
        boolean[] removed = {false};
        WebP.visit(bytes, WebP.CHUNKS, bytes.size(), (type, start, end) -> {
            switch (type) {
                case "EXIF" -> removed[0] |= Exif.removeLocation(bytes, start, end);
                case "XMP " -> removed[0] |= Xmp.removeLocation(new Parts(bytes, start, end));
                default -> {}
            }
            return true;
        });
        return removed[0];
    }
}
