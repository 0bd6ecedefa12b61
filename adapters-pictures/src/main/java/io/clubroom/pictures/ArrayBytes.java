package io.clubroom.pictures;

/** The bytes of an array. */
final class ArrayBytes extends Bytes {
    private final byte[] array;

    ArrayBytes(byte[] array) {
        this.array = array;
    }

    @Override
    long size() {
        return array.length;
    }

    @Override
    int at(long place) {
        return place < 0 || place >= array.length ? -1 : array[(int) place] & 0xff;
    }

    @Override
    void put(long place, int value) {
        if (place >= 0 && place < array.length) {
            array[(int) place] = (byte) value;
        }
    }

    @Override
    void flush() {}
}
