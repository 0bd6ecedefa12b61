package io.clubroom.pictures;

import java.util.ArrayList;
import java.util.List;

/** Parts of other bytes, one after the other. */
final class Parts extends Bytes {
    private final Bytes whole;
    private final List<Range> parts = new ArrayList<>();

    /** Where each part starts in this one; increasing. */
    private final List<Long> starts = new ArrayList<>();

    private long size;
    private int current;

    Parts(Bytes whole, List<Range> parts) {
        this.whole = whole;
        parts.forEach(this::add);
    }

    Parts(Bytes whole, long start, long end) {
        this(whole, List.of(new Range(start, end)));
    }

    private void add(Range part) {
        if (part.length() > 0) {
            parts.add(part);
            starts.add(size);
            size += part.length();
        }
    }

    @Override
    long size() {
        return size;
    }

    @Override
    int at(long place) {
        return place < 0 || place >= size ? -1 : whole.at(inWhole(place));
    }

    @Override
    void put(long place, int value) {
        if (place >= 0 && place < size) {
            whole.put(inWhole(place), value);
        }
    }

    @Override
    void flush() {
        whole.flush();
    }

    private long inWhole(long place) {
        while (place < starts.get(current)) {
            current--;
        }
        while (place >= starts.get(current) + parts.get(current).length()) {
            current++;
        }
        return parts.get(current).start() + place - starts.get(current);
    }
}
