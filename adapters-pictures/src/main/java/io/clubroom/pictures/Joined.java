package io.clubroom.pictures;

/** Bytes, and others after them; both only for reading. */
final class Joined extends Bytes {
    private final Bytes first;
    private final Bytes second;

    Joined(Bytes first, Bytes second) {
        this.first = first;
        this.second = second;
    }

    @Override
    long size() {
        return first.size() + second.size();
    }

    @Override
    int at(long place) {
        return place < first.size() ? first.at(place) : second.at(place - first.size());
    }

    @Override
    void put(long place, int value) {
        throw new UnsupportedOperationException();
    }

    @Override
    void flush() {}
}
