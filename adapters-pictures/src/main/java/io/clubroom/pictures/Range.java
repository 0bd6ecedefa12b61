package io.clubroom.pictures;

/** Bytes of a content, from {@code start} to {@code end}, exclusive. */
record Range(long start, long end) {
    long length() {
        return end - start;
    }
}
