package io.clubroom.pictures;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the chunks of a WebP (RFC 9649 §2). */
final class WebP {
    static final int CHUNKS = 12;
    static final int HEADER = 8;

    private static final int FRAME = 16;
    private static final int ALPHA = 0x10;
    private static final long START_CODE = 0x2A019DL;
    private static final int LOSSLESS = 0x2F;
    private static final int SIDE = 0x3FFF;

    /** The decoder reads this many bytes at once, also where fewer are left. */
    private static final int READ_AHEAD = 8;

    private WebP() {}

    /** Takes chunks. */
    @FunctionalInterface
    interface Visitor {
        /**
         * @param start of the data
         * @param end of the data
         * @return whether to go on
         */
        boolean visit(String type, long start, long end);
    }

    /** Visits chunks, also damaged ones. */
    static void visit(Bytes bytes, long first, long last, Visitor visitor) {
        long place = first;
        boolean more = true;
        while (more && place + HEADER <= last) {
            String type = new String(bytes.copy(place, 4), StandardCharsets.ISO_8859_1);
            long length = bytes.little(place + 4, 4);
            long start = place + HEADER;
            if (length < 0) {
                return;
            }
            more = visitor.visit(type, start, Math.min(last, start + length));
            place = start + length + (length & 1);
        }
    }

    static @Nullable Structure read(Bytes bytes) {
        var webp = new Reader(bytes);
        visit(bytes, CHUNKS, bytes.size(), webp::visit);
        return webp.structure();
    }

    private static final class Reader {
        private final Bytes bytes;
        private int orientation = 1;
        private long canvasWidth;
        private long canvasHeight;
        private long width;
        private long height;
        private @Nullable Range alpha;
        private @Nullable Range picture;
        private boolean lossless;
        private boolean transparent;

        private Reader(Bytes bytes) {
            this.bytes = bytes;
        }

        private boolean visit(String type, long start, long end) {
            switch (type) {
                case "VP8X" -> {
                    canvasWidth = 1 + bytes.little(start + 4, 3);
                    canvasHeight = 1 + bytes.little(start + 7, 3);
                }
                case "EXIF" -> orientation = Exif.orientation(bytes, start, end);
                case "ANMF" -> WebP.visit(bytes, start + FRAME, end, this::visitPicture);
                default -> visitPicture(type, start, end);
            }
            return true;
        }

        private boolean visitPicture(String type, long start, long end) {
            if (picture != null) {
                return true;
            }
            switch (type) {
                case "ALPH" -> alpha = new Range(start - HEADER, end + (end & 1));
                case "VP8 " -> {
                    if (bytes.little(start + 3, 3) == START_CODE) {
                        width = bytes.little(start + 6, 2) & SIDE;
                        height = bytes.little(start + 8, 2) & SIDE;
                    }
                    picture = new Range(start - HEADER, end);
                }
                case "VP8L" -> {
                    if (bytes.at(start) == LOSSLESS) {
                        long sides = bytes.little(start + 1, 4);
                        width = 1 + (sides & SIDE);
                        height = 1 + (sides >> 14 & SIDE);
                        transparent = (sides >> 28 & 1) == 1;
                    }
                    lossless = true;
                    picture = new Range(start - HEADER, end);
                }
                default -> {}
            }
            return true;
        }

        private @Nullable Structure structure() {
            if (picture == null || width == 0 || height == 0) {
                return Structure.of(canvasWidth, canvasHeight, orientation, null);
            }
            List<Range> parts = new ArrayList<>();
            if (alpha != null && !lossless) {
                parts.add(alpha);
            }
            parts.add(picture);
            Bytes riff = new Joined(new ArrayBytes(header(parts)), new Parts(bytes, parts));
            Bytes essential = new Joined(riff, new ArrayBytes(new byte[READ_AHEAD]));
            return new Structure(
                    (int) Math.max(width, canvasWidth),
                    (int) Math.max(height, canvasHeight),
                    orientation,
                    essential,
                    lossless || alpha != null);
        }

        /** The first chunks of a file with the first picture alone. */
        private byte[] header(List<Range> parts) {
            long length = parts.stream().mapToLong(Range::length).sum();
            return ByteBuffer.allocate(CHUNKS + HEADER + 10)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put("RIFF".getBytes(StandardCharsets.ISO_8859_1))
                    .putInt((int) (4 + HEADER + 10 + length))
                    .put("WEBPVP8X".getBytes(StandardCharsets.ISO_8859_1))
                    .putInt(10)
                    .putInt(alpha != null || transparent ? ALPHA : 0)
                    .put(side(width))
                    .put(side(height))
                    .array();
        }

        private static byte[] side(long pixels) {
            long value = pixels - 1;
            return new byte[] {(byte) value, (byte) (value >> 8), (byte) (value >> 16)};
        }
    }
}
