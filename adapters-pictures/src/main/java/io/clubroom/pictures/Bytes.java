package io.clubroom.pictures;

/** Random access to bytes. Those beyond the end are read as -1. Not thread-safe. */
abstract class Bytes {
    abstract long size();

    /** The byte at this place, from 0 to 255; -1 outside. */
    abstract int at(long place);

    /** Overwrites a byte; does nothing outside. {@link #flush} must follow. */
    abstract void put(long place, int value);

    /** Writes what was put. */
    abstract void flush();

    /** The unsigned number of {@code length} bytes, most significant first; -1 if one of them is missing. */
    final long big(long place, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            int next = at(place + i);
            if (next < 0) {
                return -1;
            }
            value = value << 8 | next;
        }
        return value;
    }

    /** As {@link #big}, least significant byte first. */
    final long little(long place, int length) {
        long value = 0;
        for (int i = length - 1; i >= 0; i--) {
            int next = at(place + i);
            if (next < 0) {
                return -1;
            }
            value = value << 8 | next;
        }
        return value;
    }

    /** Whether these characters of ISO 8859-1 are at this place. */
    final boolean has(long place, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (at(place + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** At most {@code length} bytes. */
    final byte[] copy(long place, long length) {
        byte[] bytes = new byte[(int) Math.max(0, Math.min(size() - place, length))];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) at(place + i);
        }
        return bytes;
    }

    final void put(long place, byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            put(place + i, bytes[i]);
        }
    }

    final void fill(long from, long to, int value) {
        for (long place = from; place < to; place++) {
            put(place, value);
        }
    }
}
