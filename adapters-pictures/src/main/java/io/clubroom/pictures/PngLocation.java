package io.clubroom.pictures;

import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Overwrites what tells a place in a PNG: in EXIF, in XMP (XMP part 3, §1.1.5), and in the texts with EXIF or XMP in hexadecimal that
 * ImageMagick writes, beside a text for each property.
 */
final class PngLocation {
    private static final String XMP = "XML:com.adobe.xmp";
    private static final String PROFILE = "Raw profile type ";
    private static final String GPS = ":GPS";

    /** A keyword has 1 to 79 characters (PNG §11.3.3). */
    private static final int MAX_KEYWORD = 79;

    private static final int MAX_TAG = 1000;

    private PngLocation() {}

    /** Returns whether there was any. */
    static boolean remove(Bytes bytes, Effort effort) {
        boolean[] removed = {false};
        Png.visit(bytes, (type, start, data, end) -> {
            boolean changed = switch (type) {
                case "eXIf" -> effort.remove(new Parts(bytes, data, end), 0, Exif::removeLocation);
                case "tEXt" -> inText(bytes, data, end, false, effort);
                case "zTXt" -> inText(bytes, data, end, true, effort);
                case "iTXt" -> inInternationalText(bytes, data, end, effort);
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

    private static boolean inText(Bytes bytes, long data, long end, boolean compressed, Effort effort) {
        String keyword = keyword(bytes, data);
        // The byte after the keyword of compressed text is the method, of which there is one.
        long text = data + keyword.length() + (compressed ? 2 : 1);
        return inText(new Parts(bytes, text, end), keyword, compressed, effort);
    }

    private static boolean inInternationalText(Bytes bytes, long data, long end, Effort effort) {
        String keyword = keyword(bytes, data);
        long flag = data + keyword.length() + 1;
        long text = afterZero(bytes, afterZero(bytes, flag + 2));
        return inText(new Parts(bytes, text, end), keyword, bytes.at(flag) == 1, effort);
    }

    private static boolean inText(Bytes text, String keyword, boolean compressed, Effort effort) {
        Predicate<Bytes> removal = removal(keyword, effort);
        if (removal == null) {
            return false;
        }
        return compressed
                ? effort.remove(text, 0, bytes -> CompressedText.change(bytes, effort, removal))
                : effort.remove(text, ' ', removal);
    }

    /** What removes a place from a text with this keyword; null if there is none in it. */
    private static @Nullable Predicate<Bytes> removal(String keyword, Effort effort) {
        if (keyword.equals(XMP)) {
            return Xmp::removeLocation;
        }
        if (keyword.startsWith(PROFILE)) {
            return text -> HexProfile.removeLocation(text, effort);
        }
        return keyword.contains(GPS) ? PngLocation::blank : null;
    }

    private static boolean blank(Bytes text) {
        text.fill(0, text.size(), ' ');
        return true;
    }

    private static String keyword(Bytes bytes, long data) {
        String text = new String(bytes.copy(data, MAX_KEYWORD + 1), StandardCharsets.ISO_8859_1);
        int end = text.indexOf(0);
        return end < 0 ? "" : text.substring(0, end);
    }

    private static long afterZero(Bytes bytes, long start) {
        long place = start;
        while (place - start < MAX_TAG && bytes.at(place) > 0) {
            place++;
        }
        return place + 1;
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
}
