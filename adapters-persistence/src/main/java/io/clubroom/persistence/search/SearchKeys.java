package io.clubroom.persistence.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The keys of a message in the index: 32-bit hashes of the sequences of one, two and three characters of its text without white space, of
 * its author and of its room. Because hashes collide, matches of the index must be verified against the text.
 */
final class SearchKeys {
    /**
     * The maximum number of keys that a search looks up for its words. More keys exclude few more messages, and each costs one row per
     * segment.
     */
    static final int MAX_OF_WORDS = 12;

    private static final long AUTHOR = 0x4155_5448_4f52L;
    private static final long ROOM = 0x524f_4f4dL;
    private static final long SECOND_OF_ROOM = 0x726f_6f6dL;

    private SearchKeys() {}

    /**
     * Passes all keys of a text, including duplicates, to a consumer. The text must be in the form of
     * {@link io.clubroom.domain.chat.search.SearchText}.
     */
    static void ofText(String text, IntConsumer keys) {
        int first = -1;
        int second = -1;
        int length = text.length();
        for (int i = 0; i < length; ) {
            int third = text.codePointAt(i);
            i += Character.charCount(third);
            if (isSpace(third)) {
                first = -1;
                second = -1;
                continue;
            }
            keys.accept(gram(-1, -1, third));
            if (second >= 0) {
                keys.accept(gram(-1, second, third));
                if (first >= 0) {
                    keys.accept(gram(first, second, third));
                }
            }
            first = second;
            second = third;
        }
    }

    /** Returns up to {@link #MAX_OF_WORDS} of the keys that every text with these words has; none if the words are white space. */
    static List<Integer> ofWords(List<String> words) {
        List<Set<Integer>> byLength = List.of(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
        for (String word : words) {
            for (int[] characters : parts(word)) {
                for (int end = Math.min(3, characters.length); end > 0 && end <= characters.length; end++) {
                    byLength.get(Math.min(3, characters.length) - 1)
                            .add(gram(
                                    end < 3 ? -1 : characters[end - 3],
                                    end < 2 ? -1 : characters[end - 2],
                                    characters[end - 1]));
                }
            }
        }
        List<Integer> keys = new ArrayList<>();
        for (Set<Integer> grams : byLength.reversed()) {
            List<Integer> all = List.copyOf(grams);
            int taken = Math.min(all.size(), MAX_OF_WORDS - keys.size());
            for (int i = 0; i < taken; i++) {
                keys.add(all.get((int) ((long) i * all.size() / taken)));
            }
        }
        return keys;
    }

    private static List<int[]> parts(String word) {
        List<int[]> parts = new ArrayList<>();
        IntStream.Builder part = IntStream.builder();
        for (int codePoint : word.codePoints().toArray()) {
            if (isSpace(codePoint)) {
                parts.add(part.build().toArray());
                part = IntStream.builder();
            } else {
                part.add(codePoint);
            }
        }
        parts.add(part.build().toArray());
        parts.removeIf(characters -> characters.length == 0);
        return parts;
    }

    static int ofAuthor(UUID author) {
        return mix(AUTHOR ^ (author.getMostSignificantBits() * 31) ^ author.getLeastSignificantBits());
    }

    static int ofRoom(String room) {
        return ofRoom(ROOM, room);
    }

    /** Returns a second, independent key of the room. Practically no two rooms share both keys. */
    static int secondOfRoom(String room) {
        return ofRoom(SECOND_OF_ROOM, room);
    }

    private static int ofRoom(long start, String room) {
        long hash = start;
        for (int i = 0; i < room.length(); i++) {
            hash = (hash * 0x100_0000_01b3L) ^ room.charAt(i);
        }
        return mix(hash);
    }

    private static int gram(int first, int second, int third) {
        return mix(((long) (first + 1) << 42) | ((long) (second + 1) << 21) | (third + 1));
    }

    /** The finalizer of MurmurHash3; returns the upper 32 bits. */
    private static int mix(long value) {
        long hash = value;
        hash ^= hash >>> 33;
        hash *= 0xff51_afd7_ed55_8ccdL;
        hash ^= hash >>> 33;
        hash *= 0xc4ce_b9fe_1a85_ec53L;
        hash ^= hash >>> 33;
        return (int) (hash >>> 32);
    }

    private static boolean isSpace(int codePoint) {
        return codePoint <= ' ' || codePoint == 0x85 || Character.isSpaceChar(codePoint);
    }
}
