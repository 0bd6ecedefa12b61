package io.clubroom.pictures;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a JPEG says about itself. */
final class Jpeg {
    /** More scans of many pixels would take a decoder minutes. */
    private static final int MAX_SCANS = 200;

    private static final int MAX_PARTS = 10_000;

    private long width;
    private long height;
    private int orientation = 1;
    private int scans;
    private boolean supported;
    private final List<Range> essential = new ArrayList<>();
    private final Bytes bytes;

    private Jpeg(Bytes bytes) {
        this.bytes = bytes;
    }

    /** @param scans whether to read everything, as a decoder needs it; otherwise the beginning is enough */
    static @Nullable Structure read(Bytes bytes, boolean scans) {
        var jpeg = new Jpeg(bytes);
        jpeg.add(0, 2);
        JpegSegments.visit(bytes, 0, (marker, start, data, end) -> jpeg.visit(marker, start, data, end, scans), scans);
        return Structure.of(jpeg.width, jpeg.height, jpeg.orientation, jpeg.essential());
    }

    private @Nullable Bytes essential() {
        return supported && scans <= MAX_SCANS && essential.size() < MAX_PARTS ? new Parts(bytes, essential) : null;
    }

    private boolean visit(int marker, long start, long data, long end, boolean all) {
        if (marker == JpegSegments.APP1 && bytes.has(data, Exif.IDENTIFIER) && orientation == 1) {
            orientation = Exif.orientation(bytes, data, end);
        } else if (JpegSegments.isFrame(marker)) {
            // Baseline, extended and progressive, of 8 bits, are what the decoder is made for.
            supported = width == 0 && marker <= 0xC2 && bytes.at(data) == 8;
            height = bytes.big(data + 1, 2);
            width = bytes.big(data + 3, 2);
        } else if (marker == JpegSegments.START_OF_SCAN) {
            scans++;
        }
        if (isEssential(marker, data)) {
            add(start, end);
        }
        return all ? essential.size() < MAX_PARTS && scans <= MAX_SCANS : marker != JpegSegments.START_OF_SCAN;
    }

    /** Among the metadata, what tells colours. */
    private boolean isEssential(int marker, long data) {
        return switch (marker) {
            case JpegSegments.APP0 -> bytes.has(data, "JFIF\0");
            case JpegSegments.APP2 -> bytes.has(data, "ICC_PROFILE\0");
            case JpegSegments.APP14 -> bytes.has(data, "Adobe");
            default -> marker != JpegSegments.COMMENT && (marker < JpegSegments.APP0 || marker > JpegSegments.APP15);
        };
    }

    private void add(long start, long end) {
        if (!essential.isEmpty() && essential.getLast().end() == start) {
            essential.set(essential.size() - 1, new Range(essential.getLast().start(), end));
        } else {
            essential.add(new Range(start, end));
        }
    }
}
