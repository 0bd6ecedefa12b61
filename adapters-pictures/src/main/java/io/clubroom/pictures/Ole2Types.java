package io.clubroom.pictures;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Tells the documents of old Microsoft Office by the streams in the root of their compound file ([MS-CFB]). Reads a bounded part of it. */
final class Ole2Types {
    /** The first half of the signature. */
    static final long MAGIC_START = 0xD0CF11E0L;

    private static final String OTHER = "application/x-ole-storage";

    private static final int ENTRY = 128;
    private static final int MAX_SECTORS = 256;

    /** How often a sector may be followed by the next of a chain, over all chains. */
    private static final int MAX_STEPS = 4096;

    private static final int MAX_ENTRIES = 10_000;

    /** The number of sectors of the allocation table that the header names. */
    private static final int NAMED_SECTORS = 109;

    private static final int ROOT = 0;
    private static final long LAST_REGULAR = 0xFFFFFFFAL;

    private final Bytes bytes;
    private final int sectorSize;
    private int steps;

    private Ole2Types(Bytes bytes) {
        this.bytes = bytes;
        this.sectorSize = bytes.little(30, 2) == 12 ? 4096 : 512;
    }

    static String detect(Bytes bytes) {
        return new Ole2Types(bytes).type();
    }

    private String type() {
        long[] directory = directory();
        var seen = new BitSet();
        Deque<Long> next = new ArrayDeque<>();
        next.add(child(entry(directory, ROOT)));
        while (!next.isEmpty() && seen.cardinality() < MAX_ENTRIES) {
            long number = next.remove();
            long entry = entry(directory, number);
            if (entry < 0 || seen.get((int) number)) {
                continue;
            }
            seen.set((int) number);
            String type = byName(name(entry));
            if (type != null) {
                return type;
            }
            next.add(bytes.little(entry + 68, 4));
            next.add(bytes.little(entry + 72, 4));
        }
        return OTHER;
    }

    private static @Nullable String byName(String name) {
        return switch (name) {
            case "WordDocument" -> "application/msword";
            case "Workbook", "Book" -> "application/vnd.ms-excel";
            case "PowerPoint Document" -> "application/vnd.ms-powerpoint";
            default -> null;
        };
    }

    private long child(long entry) {
        return entry < 0 ? -1 : bytes.little(entry + 76, 4);
    }

    private String name(long entry) {
        int length = Math.clamp(bytes.little(entry + 64, 2) - 2, 0, 62);
        return new String(bytes.copy(entry, length), StandardCharsets.UTF_16LE);
    }

    /** Where the entry of the directory is; -1 if there is none. */
    private long entry(long[] directory, long number) {
        int entries = sectorSize / ENTRY;
        return number < 0 || number / entries >= directory.length
                ? -1
                : directory[(int) (number / entries)] + number % entries * ENTRY;
    }

    /** Where the sectors of the directory are. */
    private long[] directory() {
        long[] places = new long[MAX_SECTORS];
        int count = 0;
        long sector = bytes.little(48, 4);
        while (count < MAX_SECTORS && sector >= 0 && sector < LAST_REGULAR && place(sector) < bytes.size()) {
            places[count++] = place(sector);
            sector = following(sector);
        }
        return Arrays.copyOf(places, count);
    }

    private long place(long sector) {
        return (sector + 1) * sectorSize;
    }

    /** The next sector of a chain: what the allocation table says. */
    private long following(long sector) {
        int numbers = sectorSize / 4;
        long table = allocationTable(sector / numbers);
        return table < 0 ? -1 : bytes.little(place(table) + sector % numbers * 4, 4);
    }

    /** A sector of the allocation table. The first ones are named in the header, the others in a chain of sectors. */
    private long allocationTable(long number) {
        if (number < NAMED_SECTORS) {
            return bytes.little(76 + number * 4, 4);
        }
        int numbers = sectorSize / 4 - 1;
        long sector = bytes.little(68, 4);
        for (long i = (number - NAMED_SECTORS) / numbers; i > 0; i--) {
            if (++steps > MAX_STEPS) {
                return -1;
            }
            sector = bytes.little(place(sector) + numbers * 4L, 4);
        }
        return bytes.little(place(sector) + (number - NAMED_SECTORS) % numbers * 4, 4);
    }
}
