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
 * Collects documents and their keys, and makes the rows of a segment. Documents are numbered as they are added; when all are there, they get the
 * numbers of their order.
 */
final class SegmentBuilder {
    /** Of a row; six to eight of them share a page of the database. */
    private static final int ROW_BYTES = 1_200;

    /** Key and document. */
    private long[] pairs = new long[1 << 16];

    private int size;

    private final List<DocumentRecord> documents = new ArrayList<>();

    /** The documents of each private room, by its key. */
    private final SortedMap<Integer, List<Integer>> privateRooms = new TreeMap<>();

    /** Adds a document, which gets the keys that are added afterwards. */
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

    /** @param room the key of a room that only its members see, of which the document is */
    void addPrivate(int room, int document) {
        privateRooms.computeIfAbsent(room, _ -> new ArrayList<>()).add(document);
    }

    /** Gives all keys of a message, repeated ones too. */
    static void addKeys(StoredText text, IntConsumer keys) {
        SearchKeys.ofText(SearchText.of(text.content()), keys);
        keys.accept(SearchKeys.ofRoom(text.room()));
        keys.accept(SearchKeys.secondOfRoom(text.room()));
        if (text.author() != null) {
            keys.accept(SearchKeys.ofAuthor(text.author()));
        }
    }

    /** @param document its number, in the order of adding */
    void add(int key, int document) {
        if (size == pairs.length) {
            pairs = Arrays.copyOf(pairs, size + (size >> 1));
        }
        pairs[size++] = ((long) key << Integer.SIZE) | document;
    }

    /** How many keys were added. */
    int keys() {
        return size;
    }

    /** How many documents were added. */
    int documents() {
        return documents.size();
    }

    /**
     * What is stored of a segment.
     *
     * @param bits as {@link Segment#bits()}
     * @param privateRooms {@link Postings} of the rooms that only their members see; null if there are none
     */
    record Built(List<DocumentRecord> documents, int bits, List<Row> rows, byte @Nullable [] privateRooms) {}

    /** @param number as {@link Segment#row} */
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

    /** The documents as they were added, in their final order. */
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
