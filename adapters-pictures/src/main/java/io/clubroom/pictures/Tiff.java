package io.clubroom.pictures;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The directories of a TIFF, which EXIF is, too (TIFF 6.0 §2, EXIF 2.32 §4.6). */
final class Tiff {
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int ORIENTATION = 274;
    private static final int SUB_DIRECTORIES = 330;
    private static final int XMP = 700;
    private static final int EXIF = 34665;
    private static final int GPS = 34853;

    private static final int SHORT = 3;
    private static final int ENTRY = 12;
    private static final int MAX_ENTRIES = 4096;
    private static final int MAX_GPS_ENTRIES = 256;
    private static final int MAX_DIRECTORIES = 64;

    /** The bytes of a value by its type; 0 is none. */
    private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

    private final Bytes bytes;
    private final boolean little;

    private Tiff(Bytes bytes) {
        this.bytes = bytes;
        this.little = bytes.at(0) == 'I';
    }

    private static boolean isTiff(Bytes bytes) {
        return bytes.has(0, "II*\0") || bytes.has(0, "MM\0*");
    }

    /** The orientation, 1 to 8; 1 if there is none. */
    static int orientation(Bytes bytes) {
        long orientation = isTiff(bytes) ? new Tiff(bytes).first(ORIENTATION) : 1;
        return orientation >= 1 && orientation <= 8 ? (int) orientation : 1;
    }

    /** The first picture of a TIFF. */
    static @Nullable Structure read(Bytes bytes) {
        if (!isTiff(bytes)) {
            return null;
        }
        var tiff = new Tiff(bytes);
        return Structure.of(tiff.first(WIDTH), tiff.first(HEIGHT), orientation(bytes), null);
    }

    /** Removes what tells a place: the directory of GPS and GPS properties of XMP. Returns whether there was any. */
    static boolean removeLocation(Bytes bytes) {
        return isTiff(bytes) && new Tiff(bytes).removeLocation();
    }

    /** A number of the first directory; -1 if there is none. */
    private long first(int tag) {
        long directory = number(4, 4);
        for (int i = 0; i < entries(directory); i++) {
            long entry = entry(directory, i);
            if (number(entry, 2) == tag) {
                return number(entry + 8, number(entry + 2, 2) == SHORT ? 2 : 4);
            }
        }
        return -1;
    }

    private boolean removeLocation() {
        boolean removed = false;
        Set<Long> seen = new HashSet<>();
        Deque<Long> next = new ArrayDeque<>();
        next.add(number(4, 4));
        while (!next.isEmpty() && seen.size() < MAX_DIRECTORIES) {
            long directory = next.remove();
            if (directory <= 0 || !seen.add(directory)) {
                continue;
            }
            int i = 0;
            while (i < entries(directory)) {
                long entry = entry(directory, i);
                int tag = (int) number(entry, 2);
                if (tag == GPS) {
                    long place = number(entry + 8, 4);
                    removeEntry(directory, i);
                    if (seen.add(place)) {
                        erase(place);
                    }
                    removed = true;
                    continue;
                }
                if (tag == EXIF) {
                    next.add(number(entry + 8, 4));
                } else if (tag == SUB_DIRECTORIES) {
                    addAll(entry, next);
                } else if (tag == XMP) {
                    removed |= Xmp.removeLocation(value(entry));
                }
                i++;
            }
            next.add(number(entry(directory, entries(directory)), 4));
        }
        return removed;
    }

    private void addAll(long entry, Deque<Long> next) {
        long count = Math.min(MAX_DIRECTORIES, number(entry + 4, 4));
        for (int i = 0; i < count; i++) {
            next.add(number(count == 1 ? entry + 8 : number(entry + 8, 4) + 4L * i, 4));
        }
    }

    /** Moves what follows an entry of a directory, its last part the place of the next directory, over the entry. */
    private void removeEntry(long directory, int index) {
        int entries = entries(directory);
        long end = entry(directory, entries) + 4;
        for (long place = entry(directory, index); place < end - ENTRY; place++) {
            bytes.put(place, bytes.at(place + ENTRY));
        }
        bytes.fill(end - ENTRY, end, 0);
        int count = entries - 1;
        bytes.put(directory, little ? count : count >> 8);
        bytes.put(directory + 1, little ? count >> 8 : count);
    }

    /** Overwrites a directory and its values with zeros. */
    private void erase(long directory) {
        int entries = Math.min(MAX_GPS_ENTRIES, entries(directory));
        if (entries == 0) {
            return;
        }
        long budget = bytes.size();
        for (int i = 0; i < entries; i++) {
            Parts value = value(entry(directory, i));
            budget -= value.size();
            if (budget >= 0) {
                value.fill(0, value.size(), 0);
            }
        }
        bytes.fill(directory, entry(directory, entries) + 4, 0);
    }

    private Parts value(long entry) {
        int type = (int) number(entry + 2, 2);
        long size = type > 0 && type < SIZES.length ? SIZES[type] * number(entry + 4, 4) : 0;
        long start = size <= 4 ? entry + 8 : number(entry + 8, 4);
        return new Parts(bytes, start, Math.min(bytes.size(), start + size));
    }

    /** The number of entries of a directory that are there. */
    private int entries(long directory) {
        long count = directory <= 0 ? 0 : number(directory, 2);
        return Math.clamp((bytes.size() - directory - 2) / ENTRY, 0, Math.clamp(count, 0, MAX_ENTRIES));
    }

    private static long entry(long directory, int index) {
        return directory + 2 + (long) ENTRY * index;
    }

    private long number(long place, int length) {
        return little ? bytes.little(place, length) : bytes.big(place, length);
    }
}
