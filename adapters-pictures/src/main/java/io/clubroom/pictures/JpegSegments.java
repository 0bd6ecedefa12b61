package io.clubroom.pictures;

/** The segments of a JPEG (ITU-T T.81, annex B). */
final class JpegSegments {
    static final int START_OF_SCAN = 0xDA;
    static final int END = 0xD9;
    static final int APP0 = 0xE0;
    static final int APP1 = 0xE1;
    static final int APP2 = 0xE2;
    static final int APP14 = 0xEE;
    static final int APP15 = 0xEF;
    static final int COMMENT = 0xFE;

    private static final int START = 0xD8;
    private static final int TEMPORARY = 0x01;
    private static final int FIRST_RESTART = 0xD0;

    private JpegSegments() {}

    /** Takes segments. */
    @FunctionalInterface
    interface Visitor {
        /**
         * @param start of the marker
         * @param data where the data starts, after the length
         * @param end of the segment; of a scan, the end of its entropy-coded data
         * @return whether to go on
         */
        boolean visit(int marker, long start, long data, long end);
    }

    /**
     * Visits the segments of the JPEG that starts at this place, until its end or a damage.
     *
     * @param scans whether to find the end of entropy-coded data, which reads all of it
     * @return where the JPEG ends
     */
    static long visit(Bytes bytes, long jpeg, Visitor visitor, boolean scans) {
        long place = jpeg + 2;
        while (true) {
            // As decoders do, skips what is no marker.
            while (bytes.at(place) >= 0 && bytes.at(place) != 0xFF) {
                place++;
            }
            long start = place;
            while (bytes.at(place) == 0xFF) {
                start = place++;
            }
            int marker = bytes.at(place++);
            if (marker < 0) {
                return bytes.size();
            }
            if (marker == END) {
                visitor.visit(marker, start, place, place);
                return place;
            }
            if (marker == 0 || marker == TEMPORARY || (marker >= FIRST_RESTART && marker <= START)) {
                continue;
            }
            long length = bytes.big(place, 2);
            if (length < 2) {
                return bytes.size();
            }
            long data = place + 2;
            long end = Math.min(place + length, bytes.size());
            if (marker == START_OF_SCAN && scans) {
                end = endOfScan(bytes, end);
            }
            if (!visitor.visit(marker, start, data, end)) {
                return end;
            }
            place = end;
        }
    }

    private static long endOfScan(Bytes bytes, long start) {
        long place = start;
        while (true) {
            int next = bytes.at(place);
            if (next < 0) {
                return bytes.size();
            }
            if (next == 0xFF) {
                int marker = bytes.at(place + 1);
                if (marker > 0 && marker != 0xFF && (marker < FIRST_RESTART || marker >= START)) {
                    return place;
                }
            }
            place++;
        }
    }

    /** Whether the marker starts a frame, which has the dimensions. */
    static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }
}
