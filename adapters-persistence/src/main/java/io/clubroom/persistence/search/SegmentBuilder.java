package io.clubroom.persistence.search;

import io.clubroom.domain.chat.search.SearchText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Collects documents and their keys, and builds the rows of a segment. Documents are numbered in the order of adding, and renumbered in the
 * order of their places when the segment is built.
 */
final class SegmentBuilder {
    /** The target size of a row in bytes; six to eight rows share a page of the database. */
    private static final int ROW_BYTES = 1_200;

    /** Pairs of a key and a document. */
    private long[] pairs = new long[1 << 16];

    private int size;

    private final List<DocumentRecord> documents = new ArrayList<>();

    /** The documents of each private or direct room, by the key of the room. */
    private final SortedMap<Integer, List<Integer>> privateRooms = new TreeMap<>();

    /** Adds a document. Keys that are added afterwards belong to it. */
    void add(DocumentRecord document) {
        documents.add(document);
    }

    void add(StoredText text) {
        add(new DocumentRecord(text.createdAt(), text.id()));
        addKeys(text, key -> add(key, documents.size() - 1));
        if (text.isPrivate()) {
            addPrivate(SearchKeys.ofRoom(text.room()), documents.size() - 1);
        }
    }

    /** @param room the key of the private or direct room of the document */
    void addPrivate(int room, int document) {
        privateRooms.computeIfAbsent(room, _ -> new ArrayList<>()).add(document);
    }

    /** Passes all keys of a message, including duplicates, to a consumer. */
    static void addKeys(StoredText text, IntConsumer keys) {
        SearchKeys.ofText(SearchText.of(text.content()), keys);
        keys.accept(SearchKeys.ofRoom(text.room()));
        keys.accept(SearchKeys.secondOfRoom(text.room()));
        if (text.author() != null) {
            keys.accept(SearchKeys.ofAuthor(text.author()));
        }
    }

    /** @param document the number of the document in the order of adding */
    void add(int key, int document) {
        if (size == pairs.length) {
            pairs = Arrays.copyOf(pairs, size + (size >> 1));
        }
        pairs[size++] = ((long) key << Integer.SIZE) | document;
    }

    /** Returns the number of added keys. */
    int keys() {
        return size;
    }

    /** Returns the number of added documents. */
    int documents() {
        return documents.size();
    }

    /**
     * The data to store for a segment.
     *
     * @param bits see {@link Segment#bits()}
     * @param privateRooms the {@link Postings} of private and direct rooms; null if there are none
     */
    record Built(List<DocumentRecord> documents, int bits, List<Row> rows, byte @Nullable [] privateRooms) {}

    /** @param number see {@link Segment#row} */
    record Row(int number, byte[] postings) {}

    Built build() {
        int[] order = order();
        int[] numbers = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            numbers[order[i]] = i;
        }
        for (int i = 0; i < size; i++) {
            pairs[i] = (pairs[i] & 0xffff_ffff_0000_0000L) | numbers[(int) pairs[i]];
        }
        Arrays.sort(pairs, 0, size);
        Postings all = new Postings();
        List<Integer> keys = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        int[] having = new int[1024];
        for (int i = 0; i < size; ) {
            int key = (int) (pairs[i] >> Integer.SIZE);
            int count = 0;
            for (; i < size && (int) (pairs[i] >> Integer.SIZE) == key; i++) {
                int document = (int) pairs[i];
                if (count == 0 || having[count - 1] != document) {
                    if (count == having.length) {
                        having = Arrays.copyOf(having, 2 * count);
                    }
                    having[count++] = document;
                }
            }
            all.add(key, having, count);
            keys.add(key);
            ends.add(all.size());
        }
        int bits = bits(all.size());
        List<Row> rows = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < keys.size(); i++) {
            int number = Segment.row(keys.get(i), bits);
            if (i + 1 == keys.size() || Segment.row(keys.get(i + 1), bits) != number) {
                rows.add(new Row(number, all.toBytes(start, ends.get(i))));
                start = ends.get(i);
            }
        }
        List<DocumentRecord> ordered =
                Arrays.stream(order).mapToObj(documents::get).toList();
        return new Built(ordered, bits, rows, privateRooms(numbers));
    }

    private byte @Nullable [] privateRooms(int[] numbers) {
        if (privateRooms.isEmpty()) {
            return null;
        }
        Postings postings = new Postings();
        privateRooms.forEach((room, having) -> {
            int[] sorted = having.stream()
                    .mapToInt(document -> numbers[document])
                    .sorted()
                    .toArray();
            postings.add(room, sorted, sorted.length);
        });
        return postings.toBytes(0, postings.size());
    }

    /** Returns the numbers of the documents in the order of adding, sorted by their places. */
    private int[] order() {
        return IntStream.range(0, documents.size())
                .boxed()
                .sorted(Comparator.comparing(documents::get, DocumentRecord.ORDER))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int bits(int bytes) {
        return bytes <= ROW_BYTES ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros((bytes - 1) / ROW_BYTES);
    }
}
