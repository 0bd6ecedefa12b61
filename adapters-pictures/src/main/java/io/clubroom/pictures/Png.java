package io.clubroom.pictures;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the chunks of a PNG (PNG, third edition, §5). */
final class Png {
    static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";
    static final int HEADER = 8;
    static final int CHECKSUM = 4;

    private static final int MAX_PARTS = 10_000;
    private static final int MAX_PALETTE = 3 * 256;
    private static final int MAX_TRANSPARENCY = 256;

    private Png() {}

    /** Takes chunks. */
    @FunctionalInterface
    interface Visitor {
        /**
         * @param start of the chunk, with its length and type
         * @param data where the data starts
         * @param end of the data, where the checksum starts
         * @return whether to go on
         */
        boolean visit(String type, long start, long data, long end);
    }

    /** Visits the chunks that are there completely. */
    static void visit(Bytes bytes, Visitor visitor) {
        long start = SIGNATURE.length();
        boolean more = true;
        while (more) {
            long length = bytes.big(start, 4);
            long data = start + HEADER;
            long end = data + length;
            if (length < 0 || length > Integer.MAX_VALUE || end + CHECKSUM > bytes.size()) {
                return;
            }
            String type = new String(bytes.copy(start + 4, 4), StandardCharsets.ISO_8859_1);
            more = visitor.visit(type, start, data, end) && !type.equals("IEND");
            start = end + CHECKSUM;
        }
    }

    static @Nullable Structure read(Bytes bytes) {
        if (!bytes.has(0, SIGNATURE) || !bytes.has(12, "IHDR")) {
            return null;
        }
        int[] orientation = {1};
        boolean[] sound = {true};
        List<Range> essential = new ArrayList<>();
        essential.add(new Range(0, SIGNATURE.length()));
        visit(bytes, (type, start, data, end) -> {
            boolean needed = switch (type) {
                case "IHDR", "IDAT", "IEND" -> true;
                case "PLTE" -> {
                    sound[0] &= end - data <= MAX_PALETTE;
                    yield true;
                }
                case "tRNS" -> {
                    sound[0] &= end - data <= MAX_TRANSPARENCY;
                    yield true;
                }
                case "eXIf" -> {
                    orientation[0] = Exif.orientation(bytes, data, end);
                    yield false;
                }
                default -> false;
            };
            if (needed) {
                add(essential, start, end + CHECKSUM);
            }
            sound[0] &= essential.size() < MAX_PARTS;
            return sound[0];
        });
        return Structure.of(
                bytes.big(16, 4), bytes.big(20, 4), orientation[0], sound[0] ? new Parts(bytes, essential) : null);
    }

    private static void add(List<Range> parts, long start, long end) {
        if (parts.getLast().end() == start) {
            parts.set(parts.size() - 1, new Range(parts.getLast().start(), end));
        } else {
            parts.add(new Range(start, end));
        }
    }
}
