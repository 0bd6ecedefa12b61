package io.clubroom.pictures;

/** Tells WebM from other Matroska by the document type in the EBML header (RFC 8794 §11.2.7, RFC 9559). */
final class MatroskaTypes {
    /** The header is at the start, and short. */
    private static final int HEADER = 256;

    private static final int DOC_TYPE = 0x4282;

    private MatroskaTypes() {}

    static String detect(Bytes bytes) {
        for (int place = 4; place < HEADER; place++) {
            if (bytes.big(place, 2) == DOC_TYPE) {
                return bytes.has(place + 3, "webm") ? "video/webm" : "video/x-matroska";
            }
        }
        return "video/x-matroska";
    }
}
