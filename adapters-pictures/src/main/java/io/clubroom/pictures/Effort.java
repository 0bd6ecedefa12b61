package io.clubroom.pictures;

import java.util.function.Predicate;

/**
 * The work that may be spent on the metadata of a content. Metadata can be made so that it is read over and over: by directories whose
 * entries all have the same large value, tags that do not end, texts that were compressed to a thousandth. Not thread-safe.
 */
final class Effort {
    /** About a second of work. */
    static final long MOST = 1 << 26;

    /** For a small content, whose texts may be compressed. */
    private static final long LEAST = 1 << 22;

    /** Several times as much as metadata takes that is read once. */
    private static final long PER_BYTE = 64;

    private long left;

    /** @param most the bytes that may be read and written; each counts as often as it is */
    Effort(long most) {
        this.left = most;
    }

    /** For the metadata of a content of this size in bytes. */
    static Effort of(long size) {
        return new Effort(Math.min(LEAST + PER_BYTE * size, MOST));
    }

    /** There is none left. */
    private static final class Exhausted extends RuntimeException {
        Exhausted() {
            super(null, null, false, false);
        }
    }

    /**
     * Removes what tells a place from a block of metadata. Overwrites the whole block if that takes too much.
     *
     * @param blank what it is then overwritten with
     * @param removal returns whether it has changed any byte
     */
    boolean remove(Bytes block, int blank, Predicate<Bytes> removal) {
        try {
            return removal.test(metered(block));
        } catch (Exhausted exhausted) {
            block.fill(0, block.size(), blank);
            return true;
        }
    }

    /** These bytes; reading and writing them is work. */
    Bytes metered(Bytes bytes) {
        return new Bytes() {
            @Override
            long size() {
                return bytes.size();
            }

            @Override
            int at(long place) {
                spend(1);
                return bytes.at(place);
            }

            @Override
            void put(long place, int value) {
                spend(1);
                bytes.put(place, value);
            }

            @Override
            void flush() {
                bytes.flush();
            }
        };
    }

    /** Counts work that is as much as to read so many bytes. */
    void spend(long bytes) {
        left -= bytes;
        if (left < 0) {
            throw new Exhausted();
        }
    }
}
