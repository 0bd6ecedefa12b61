package io.clubroom.persistence.search;

/**
 * A part of the index: documents, which are messages numbered from 0 in the order of their
 * {@linkplain io.clubroom.domain.chat.search.Place places}, and rows that list the documents of each key. A message is in at most one
 * segment.
 *
 * @param documents the number of documents
 * @param bits the number of leading bits of a key that form the number of its row
 * @param oldest the creation time of the first document, in microseconds since the epoch
 * @param newest the creation time of the last document, in microseconds since the epoch
 * @param hasPrivate whether the segment lists the documents of private and direct rooms
 * @param hasKeys whether there are rows; if not, any document may have any key
 */
record Segment(long id, int documents, int bits, long oldest, long newest, boolean hasPrivate, boolean hasKeys) {
    /** The distance between documents whose times are in the {@link Marks}. */
    static final int MARK = 64;

    /** Returns the number of the row of a key. */
    int row(int key) {
        return row(key, bits);
    }

    static int row(int key, int bits) {
        return bits == 0 ? 0 : key >>> (Integer.SIZE - bits);
    }
}
