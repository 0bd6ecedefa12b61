package io.clubroom.pictures;

/** Overwrites what tells a place in the metadata of pictures. */
final class LocationRemover {
    private LocationRemover() {}

    /** Returns whether there was any. */
    static boolean removeLocation(Bytes bytes, String type, Effort effort) {
        return switch (type) {
            case PictureStructures.JPEG -> JpegLocation.remove(bytes, effort);
            case PictureStructures.PNG -> PngLocation.remove(bytes, effort);
            case PictureStructures.WEBP -> inWebP(bytes, effort);
            default -> false;
        };
    }

    private static boolean inWebP(Bytes bytes, Effort effort) {
        boolean[] removed = {false};
        WebP.visit(bytes, WebP.CHUNKS, bytes.size(), (type, start, end) -> {
            Parts block = new Parts(bytes, start, end);
            switch (type) {
                case "EXIF" -> removed[0] |= effort.remove(block, 0, Exif::removeLocation);
                case "XMP " -> removed[0] |= effort.remove(block, ' ', Xmp::removeLocation);
                default -> {}
            }
            return true;
        });
        return removed[0];
    }
}
