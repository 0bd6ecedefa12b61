package io.clubroom.persistence.search;

/**
 * A part of the index: messages, numbered from 0 by their {@linkplain io.clubroom.domain.chat.search.Place place}, called documents, and rows with
 * the documents of each key. A message is in one segment at most.
 *
 * @param documents how many
 * @param bits the row of a key has the number that the first bits of the key make
 * @param oldest when the first document was created, in microseconds of the epoch
 * @param newest the same of the last one
 * @param hasPrivate whether messages of rooms that only their members see are known to be among them
 * @param hasKeys whether there are rows; if not, each document may have any key
 */
record Segment(long id, int documents, int bits, long oldest, long newest, boolean hasPrivate, boolean hasKeys) {
    /** The distance of the documents whose times are the {@link Marks}. */
    static final int MARK = 64;

    /** The number of the row that has a key. */
    int row(int key) {
        return row(key, bits);
    }

    static int row(int key, int bits) {
        return bits == 0 ? 0 : key >>> (Integer.SIZE - bits);
    }
}
