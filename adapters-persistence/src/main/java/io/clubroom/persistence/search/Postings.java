package io.clubroom.persistence.search;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * A row of a {@link Segment}: keys in ascending order, each with its documents.
 *
 * <p>An entry consists of the key (4 bytes), a varint that is twice the length of the rest, plus one if the rest is a bitmap, and the
 * documents, as a bitmap or as varints of their differences, whichever is shorter.
 */
final class Postings {
    private byte[] bytes = new byte[2048];
    private int size;

    int size() {
        return size;
    }

    /** Returns a range of the bytes written so far. */
    byte[] toBytes(int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    /** @param documents at least one, in ascending order, without duplicates */
    void add(int key, int[] documents, int count) {
        int length = 0;
        int before = -1;
        for (int i = 0; i < count; i++) {
            length += varintLength(documents[i] - before - 1);
            before = documents[i];
        }
        int bitmap = before / Byte.SIZE + 1;
        reserve(2 * Integer.BYTES + Integer.BYTES + Math.min(length, bitmap));
        bytes[size++] = (byte) (key >>> 24);
        bytes[size++] = (byte) (key >>> 16);
        bytes[size++] = (byte) (key >>> 8);
        bytes[size++] = (byte) key;
        if (bitmap < length) {
            putVarint((bitmap << 1) | 1);
            Arrays.fill(bytes, size, size + bitmap, (byte) 0);
            for (int i = 0; i < count; i++) {
                bytes[size + documents[i] / Byte.SIZE] |= (byte) (1 << (documents[i] % Byte.SIZE));
            }
            size += bitmap;
        } else {
            putVarint(length << 1);
            before = -1;
            for (int i = 0; i < count; i++) {
                putVarint(documents[i] - before - 1);
                before = documents[i];
            }
        }
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
        }
    }

    private void putVarint(int value) {
        int rest = value;
        while (rest > 0x7f) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    private static int varintLength(int value) {
        return value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : value < 1 << 28 ? 4 : 5;
    }

    /** Receives the entries of a row. */
    interface Visitor {
        /** @param documents an array whose first {@code count} elements are the documents; reused for the next entry */
        void entry(int key, int[] documents, int count);
    }

    static void read(byte[] row, Visitor visitor) {
        Cursor cursor = new Cursor(row);
        while (cursor.next()) {
            int count = cursor.documents();
            visitor.entry(cursor.key, cursor.documents, count);
        }
    }

    /**
     * Removes documents from all keys of a row.
     *
     * @param added the documents to add, by key
     * @return the given array if nothing changes
     */
    static byte[] replace(byte[] row, BitSet removed, Map<Integer, BitSet> added) {
        Postings replaced = new Postings();
        Map<Integer, BitSet> rest = new TreeMap<>(added);
        boolean isChanged = !added.isEmpty();
        Cursor cursor = new Cursor(row);
        while (cursor.next()) {
            BitSet more = rest.remove(cursor.key);
            if (more == null && !cursor.hasAny(removed)) {
                replaced.copy(row, cursor.start, cursor.end);
            } else {
                BitSet having = cursor.toSet();
                having.andNot(removed);
                if (more != null) {
                    having.or(more);
                }
                replaced.add(cursor.key, having);
                isChanged = true;
            }
        }
        rest.forEach(replaced::add);
        return isChanged ? replaced.toBytes(0, replaced.size) : row;
    }

    private void copy(byte[] row, int from, int to) {
        reserve(to - from);
        System.arraycopy(row, from, bytes, size, to - from);
        size += to - from;
    }

    private void add(int key, BitSet documents) {
        if (!documents.isEmpty()) {
            add(key, documents.stream().toArray(), documents.cardinality());
        }
    }

    /** Returns the documents that have the key. */
    static BitSet find(byte[] row, int key) {
        Cursor cursor = new Cursor(row);
        while (cursor.next()) {
            if (cursor.key == key) {
                return cursor.toSet();
            }
        }
        return new BitSet();
    }

    /** Removes the documents that do not have the key. */
    static void retain(byte[] row, int key, BitSet documents) {
        Cursor cursor = new Cursor(row);
        while (cursor.next()) {
            if (cursor.key == key) {
                cursor.retain(documents);
                return;
            }
        }
        documents.clear();
    }

    /** Removes the documents that have any of the keys. */
    static void remove(byte[] row, IntPredicate keys, BitSet documents) {
        BitSet removed = new BitSet(documents.size());
        Cursor cursor = new Cursor(row);
        while (cursor.next()) {
            if (keys.test(cursor.key)) {
                cursor.addTo(removed);
            }
        }
        documents.andNot(removed);
    }

    private static final class Cursor {
        private final byte[] row;
        private int position;

        /** The offset of the current entry. */
        private int start;

        /** The offset of its documents. */
        private int first;

        private int end;
        private boolean isBitmap;
        private int key;
        private int[] documents = new int[256];

        Cursor(byte[] row) {
            this.row = row;
        }

        boolean next() {
            start = end;
            position = start;
            if (position >= row.length) {
                return false;
            }
            key = ((row[position] & 0xff) << 24)
                    | ((row[position + 1] & 0xff) << 16)
                    | ((row[position + 2] & 0xff) << 8)
                    | (row[position + 3] & 0xff);
            position += Integer.BYTES;
            int header = varint();
            isBitmap = (header & 1) == 1;
            first = position;
            end = position + (header >>> 1);
            return true;
        }

        boolean hasAny(BitSet wanted) {
            if (isBitmap) {
                return bitmap().intersects(wanted);
            }
            position = first;
            int document = -1;
            while (position < end) {
                document += varint() + 1;
                if (wanted.get(document)) {
                    return true;
                }
            }
            return false;
        }

        BitSet toSet() {
            BitSet set = new BitSet();
            addTo(set);
            return set;
        }

        void addTo(BitSet set) {
            if (isBitmap) {
                set.or(bitmap());
                return;
            }
            position = first;
            int document = -1;
            while (position < end) {
                document += varint() + 1;
                set.set(document);
            }
        }

        void retain(BitSet set) {
            if (isBitmap) {
                set.and(bitmap());
                return;
            }
            BitSet retained = new BitSet(set.length());
            position = first;
            int document = -1;
            while (position < end) {
                document += varint() + 1;
                if (set.get(document)) {
                    retained.set(document);
                }
            }
            set.and(retained);
        }

        private BitSet bitmap() {
            return BitSet.valueOf(ByteBuffer.wrap(row, first, end - first));
        }

        int documents() {
            int count = 0;
            if (isBitmap) {
                BitSet set = bitmap();
                for (int i = set.nextSetBit(0); i >= 0; i = set.nextSetBit(i + 1)) {
                    count = put(count, i);
                }
            } else {
                position = first;
                int document = -1;
                while (position < end) {
                    document += varint() + 1;
                    count = put(count, document);
                }
            }
            return count;
        }

        private int put(int count, int document) {
            if (count == documents.length) {
                documents = Arrays.copyOf(documents, 2 * count);
            }
            documents[count] = document;
            return count + 1;
        }

        private int varint() {
            int value = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = row[position++];
                value |= (next & 0x7f) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }
    }
}
