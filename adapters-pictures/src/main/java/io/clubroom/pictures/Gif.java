package io.clubroom.pictures;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the blocks of a GIF (GIF89a §17–26) up to the first picture. */
final class Gif {
    private static final int SCREEN = 13;
    private static final int DESCRIPTOR = 10;
    private static final int EXTENSION = 0x21;
    private static final int GRAPHIC_CONTROL = 0xF9;
    private static final int PICTURE = 0x2C;
    private static final int TABLE = 0x80;

    private Gif() {}

    /** The dimensions of all pictures; those of the first one, which may differ, are given to decoders. */
    static @Nullable Structure screen(Bytes bytes) {
        long width = bytes.little(6, 2);
        long height = bytes.little(8, 2);
        return width > 0 && height > 0 ? Structure.of(width, height, 1, null) : first(bytes);
    }

    /** The first picture; of a screen that is too large, only the dimensions. */
    static @Nullable Structure first(Bytes bytes) {
        long screenWidth = bytes.little(6, 2);
        long screenHeight = bytes.little(8, 2);
        if (screenWidth * screenHeight > PictureDecoder.MAX_PIXELS) {
            return Structure.of(screenWidth, screenHeight, 1, null);
        }
        long place = (long) SCREEN + table(bytes.at(SCREEN - 3));
        List<Range> essential = new ArrayList<>();
        essential.add(new Range(0, place));
        while (bytes.at(place) == EXTENSION) {
            long end = afterBlocks(bytes, place + 2);
            if (bytes.at(place + 1) == GRAPHIC_CONTROL && essential.size() == 1) {
                essential.add(new Range(place, end));
            }
            place = end;
        }
        if (bytes.at(place) != PICTURE) {
            return null;
        }
        long data = place + DESCRIPTOR + table(bytes.at(place + DESCRIPTOR - 1)) + 1;
        essential.add(new Range(place, afterBlocks(bytes, data)));
        return Structure.of(bytes.little(place + 5, 2), bytes.little(place + 7, 2), 1, new Parts(bytes, essential));
    }

    /** The length of a table of colours. */
    private static int table(int flags) {
        return (flags & TABLE) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    private static long afterBlocks(Bytes bytes, long start) {
        long place = start;
        while (bytes.at(place) > 0) {
            place += 1 + bytes.at(place);
        }
        return Math.min(bytes.size(), place + 1);
    }
}
