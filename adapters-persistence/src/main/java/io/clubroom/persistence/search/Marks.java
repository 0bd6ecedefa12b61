package io.clubroom.persistence.search;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;

/** The times of every {@value Segment#MARK}th document of a segment, a sparse index of its documents by time. */
final class Marks {
    private final Segment segment;
    private final long[] times;

    /** @param bytes the times, eight bytes each */
    Marks(Segment segment, byte[] bytes) {
        this.segment = segment;
        this.times = new long[bytes.length / Long.BYTES];
        ByteBuffer.wrap(bytes).asLongBuffer().get(times);
    }

    /** Encodes the marks of the documents of a segment. */
    static byte[] of(List<DocumentRecord> documents) {
        ByteBuffer bytes = ByteBuffer.allocate((documents.size() + Segment.MARK - 1) / Segment.MARK * Long.BYTES);
        for (int i = 0; i < documents.size(); i += Segment.MARK) {
            bytes.putLong(documents.get(i).createdAt());
        }
        return bytes.array();
    }

    /** Removes the documents that are certainly outside the time range. */
    void retain(BitSet documents, long oldest, long newest) {
        int first = 0;
        while (first + 1 < times.length && times[first + 1] < oldest) {
            first++;
        }
        documents.clear(0, first * Segment.MARK);
        int end = times.length;
        while (end > 0 && times[end - 1] > newest) {
            end--;
        }
        documents.clear(Math.min(end * Segment.MARK, segment.documents()), segment.documents());
    }

    /** Returns the first block of {@value Segment#MARK} documents that may contain this time; -1 if there is none. */
    int firstSlot(long time) {
        int slot = 0;
        while (slot + 1 < times.length && times[slot + 1] < time) {
            slot++;
        }
        return times[0] <= time && time <= segment.newest() ? slot : -1;
    }

    /** Returns the last such block, if there is any. */
    int lastSlot(long time) {
        int slot = times.length - 1;
        while (slot > 0 && times[slot] > time) {
            slot--;
        }
        return slot;
    }
}
