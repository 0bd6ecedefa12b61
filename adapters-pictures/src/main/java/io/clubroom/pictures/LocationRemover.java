package io.clubroom.pictures;

import java.util.zip.CRC32;

/** Overwrites what tells a place in the metadata of pictures. */
final class LocationRemover {
    private static final String XMP = "http://ns.adobe.com/xap/1.0/\0";

    private LocationRemover() {}

    /** Returns whether there was any. */
    static boolean removeLocation(Bytes bytes, String type) {
        return switch (type) {
            case PictureStructures.JPEG -> inJpeg(bytes);
            case PictureStructures.PNG -> inPng(bytes);
            case PictureStructures.WEBP -> inWebP(bytes);
            default -> false;
        };
    }

    /** Also in the pictures that follow the first one, as in a multi-picture file. */
    private static boolean inJpeg(Bytes bytes) {
        boolean[] removed = {false};
        long place = 0;
        while (bytes.big(place, 2) == 0xFFD8) {
            place = JpegSegments.visit(
                    bytes,
                    place,
                    (marker, start, data, end) -> {
                        if (marker == JpegSegments.APP1) {
                            if (bytes.has(data, Exif.IDENTIFIER)) {
                                removed[0] |= Exif.removeLocation(bytes, data, end);
                            } else if (bytes.has(data, XMP)) {
                                removed[0] |= Xmp.removeLocation(new Parts(bytes, data + XMP.length(), end));
                            }
                        }
                        return true;
                    },
                    true);
        }
        return removed[0];
    }

    private static boolean inPng(Bytes bytes) {
        boolean[] removed = {false};
        Png.visit(bytes, (type, start, data, end) -> {
            boolean changed = switch (type) {
                case "eXIf" -> Exif.removeLocation(bytes, data, end);
                default -> false;
            };
            if (changed) {
                renewChecksum(bytes, start + 4, end);
                removed[0] = true;
            }
            return true;
        });
        return removed[0];
    }

    /** @param start of the type, which the checksum covers, too */
    private static void renewChecksum(Bytes bytes, long start, long end) {
        var checksum = new CRC32();
        for (long place = start; place < end; place++) {
            checksum.update(bytes.at(place));
        }
        for (int i = 0; i < Png.CHECKSUM; i++) {
            bytes.put(end + i, (int) (checksum.getValue() >> (24 - 8 * i)));
        }
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
