package io.clubroom.pictures;

import java.io.ByteArrayOutputStream;

/** EXIF or XMP in a text as ImageMagick writes it: its name and its length, a line each, then its bytes in hexadecimal. */
final class HexProfile {
    private static final int MAX_TEXT = 4 * 1024 * 1024;
    private static final int MAX_HEAD = 200;

    private HexProfile() {}

    /** Overwrites what tells a place. Returns whether there was any. */
    static boolean removeLocation(Bytes text, Effort effort) {
        long start = start(text);
        if (text.size() > MAX_TEXT) {
            text.fill(start, text.size(), ' ');
            return true;
        }
        byte[] profile = decoded(text, start);
        Bytes bytes = effort.metered(new ArrayBytes(profile));
        boolean removed = bytes.has(0, Exif.IDENTIFIER) ? Exif.removeLocation(bytes) : Xmp.removeLocation(bytes);
        if (removed) {
            encode(profile, text, start);
        }
        return removed;
    }

    /** After the third line break: the first one comes before the name. */
    private static long start(Bytes text) {
        int lines = 0;
        long place = 0;
        while (lines < 3 && place < MAX_HEAD && text.at(place) >= 0) {
            if (text.at(place++) == '\n') {
                lines++;
            }
        }
        return place;
    }

    private static byte[] decoded(Bytes text, long start) {
        var bytes = new ByteArrayOutputStream();
        int high = -1;
        for (long place = start; place < text.size(); place++) {
            int digit = Character.digit(text.at(place), 16);
            if (digit >= 0 && high >= 0) {
                bytes.write(high << 4 | digit);
                high = -1;
            } else if (digit >= 0) {
                high = digit;
            }
        }
        return bytes.toByteArray();
    }

    private static void encode(byte[] bytes, Bytes text, long start) {
        int digits = 0;
        for (long place = start; place < text.size() && digits / 2 < bytes.length; place++) {
            if (Character.digit(text.at(place), 16) >= 0) {
                int value = bytes[digits / 2] >> (digits % 2 == 0 ? 4 : 0) & 0xF;
                text.put(place, Character.forDigit(value, 16));
                digits++;
            }
        }
    }
}
