package io.clubroom.persistence.search;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.search.MessageSearch.Hit;
import io.clubroom.domain.chat.search.MessageSearch.Page;
import io.clubroom.domain.chat.search.MessageSearch.Query;
import io.clubroom.domain.chat.search.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Executes one search. Processes segments from the newest to the oldest until the page is full: looks up the keys in the rows of a segment,
 * then compares the texts of the matching documents, newest first.
 */
final class SearchRun {
    /**
     * The limits of the work for a page.
     *
     * @param pending the maximum number of messages outside all segments. While there are more, for a few seconds, pages are empty
     * @param compared the number of texts to compare; the next page continues from there
     * @param comparedWithoutKeys the number of texts to compare in segments without keys, most of which do not match
     */
    record Bounds(int pending, int compared, int comparedWithoutKeys) {
        static final Bounds DEFAULT = new Bounds(60_000, 3_000, 65_536);
    }

    /** A position above all messages. */
    private static final Place HIGHEST =
            new Place(Instant.parse("9999-12-31T23:59:59.999999Z"), new MessageId(new UUID(-1, -1)));

    /** The number of segments in the first lookup. */
    private static final int FIRST_SEGMENTS = 4;

    private static final int MORE_SEGMENTS = 4;

    /** The maximum number of segments per lookup. */
    private static final int MOST_SEGMENTS = 4_096;

    /** The number of keys per lookup. Few documents that have these lack one of the others. */
    private static final int KEYS_AT_ONCE = 3;

    /** The number of documents of a segment in its first comparison. */
    private static final int FIRST_DOCUMENTS = 4;

    private static final int MORE_DOCUMENTS = 8;

    /** The maximum number of documents per comparison. */
    private static final int MOST_DOCUMENTS = 512;

    private static final int MOST_DOCUMENTS_WITHOUT_KEYS = 4_096;

    /** The maximum number of segments per comparison. */
    private static final int COMPARED_SEGMENTS = 16;

    private final SearchStatements statements;
    private final Query query;
    private final Bounds bounds;
    private final SearchStatements.Filter filter;
    private final List<Integer> keys;
    private final long oldest;
    private final long newest;
    private final PriorityQueue<Source> sources = new PriorityQueue<>();
    private final PriorityQueue<StoredText> found =
            new PriorityQueue<>(Comparator.comparing(StoredText::place).reversed());
    private final Set<UUID> compared = new HashSet<>();
    private int segmentsAtOnce = FIRST_SEGMENTS;
    private int withKeys;
    private int withoutKeys;

    private Set<Integer> privateRooms = Set.of();
    private List<String> bannedRooms = List.of();

    SearchRun(SearchStatements statements, Query query, Instant now, Bounds bounds) {
        this.statements = statements;
        this.query = query;
        this.bounds = bounds;
        this.filter = new SearchStatements.Filter(
                query.reader().value(),
                now,
                query.room() == null ? null : query.room().value(),
                query.author() == null ? null : query.author().value());
        this.keys = keys();
        this.oldest = query.after() == null ? Long.MIN_VALUE : StoredText.micros(query.after());
        long before = query.before() == null ? Long.MAX_VALUE : StoredText.micros(query.before()) - 1;
        Place below = query.below();
        this.newest = below == null ? before : Math.min(before, StoredText.micros(below.createdAt()));
    }

    private List<Integer> keys() {
        List<Integer> all = new ArrayList<>();
        if (filter.room() != null) {
            all.add(SearchKeys.ofRoom(filter.room()));
        }
        if (filter.author() != null) {
            all.add(SearchKeys.ofAuthor(filter.author()));
        }
        all.addAll(SearchKeys.ofWords(query.words().values()));
        return all;
    }

    Page page() {
        if (statements.countPending() > bounds.pending()) {
            return new Page(List.of(), query.below() == null ? HIGHEST : query.below());
        }
        // Read in the same snapshot as the segments, so each message is found in one of them; a changed message is in
        // both.
        statements.pending(filter).forEach(this::compare);
        statements.changed(filter).forEach(this::compare);
        if (filter.room() == null) {
            privateRooms = statements.privateRooms(filter.reader(), filter.now()).stream()
                    .map(SearchKeys::ofRoom)
                    .collect(toSet());
            bannedRooms = statements.bannedRooms(filter.reader(), filter.now());
        }
        statements.segments(oldest, newest).forEach(segment -> sources.add(new Source(segment)));
        List<StoredText> page = new ArrayList<>();
        while (page.size() <= query.limit()) {
            Source next = sources.peek();
            StoredText first = found.peek();
            if (first != null && (next == null || first.createdAt() > next.newest)) {
                page.add(first);
                found.remove();
            } else if (next == null) {
                return page(page, null);
            } else if ((withKeys >= bounds.compared() || withoutKeys >= bounds.comparedWithoutKeys())
                    && next.newest < newest) {
                return page(page, new Place(StoredText.time(next.newest + 1), new MessageId(new UUID(0, 0))));
            } else if (!next.isLookedUp) {
                lookUp();
            } else {
                compareFromIndex();
            }
        }
        page.removeLast();
        return page(page, page.getLast().place());
    }

    private Page page(List<StoredText> texts, @Nullable Place next) {
        Map<String, Room> rooms = texts.isEmpty()
                ? Map.of()
                : statements
                        .rooms(texts.stream().map(StoredText::room).distinct().toList(), filter.reader())
                        .stream()
                        .collect(toMap(room -> room.id().value(), Function.identity()));
        return new Page(
                texts.stream()
                        .map(text -> new Hit(requireNonNull(rooms.get(text.room())), text.seq(), text.place()))
                        .toList(),
                next);
    }

    private void compare(StoredText text) {
        if (oldest <= text.createdAt()
                && text.createdAt() <= newest
                && (query.below() == null || text.place().compareTo(query.below()) < 0)
                && compared.add(text.id())
                && query.words().areIn(text.content())) {
            found.add(text);
        }
    }

    /** Looks up the keys in the next segments, and keeps the segments with matching documents. */
    private void lookUp() {
        List<Source> wanted = new ArrayList<>();
        List<Source> others = new ArrayList<>();
        while (wanted.size() < segmentsAtOnce && !sources.isEmpty()) {
            Source source = sources.remove();
            (source.isLookedUp ? others : wanted).add(source);
        }
        sources.addAll(others);
        segmentsAtOnce = Math.min(segmentsAtOnce * MORE_SEGMENTS, MOST_SEGMENTS);

        List<Source> withoutRows =
                wanted.stream().filter(source -> !source.segment.hasKeys()).toList();
        wanted.removeAll(withoutRows);
        removeUnreadable(wanted);
        for (int i = 0; i < keys.size() && !wanted.isEmpty(); i += KEYS_AT_ONCE) {
            List<Integer> some = keys.subList(i, Math.min(i + KEYS_AT_ONCE, keys.size()));
            byte[] @Nullable [] rows = statements.rows(segments(wanted), some);
            for (int j = 0; j < rows.length; j++) {
                wanted.get(j / some.size()).retain(rows[j], some.get(j % some.size()));
            }
            wanted.removeIf(source -> source.documents.isEmpty());
        }
        wanted.addAll(withoutRows);
        List<Marks> marks = statements.marks(segments(wanted));
        for (int i = 0; i < wanted.size(); i++) {
            wanted.get(i).retain(marks.get(i), oldest, newest);
        }
        wanted.removeIf(source -> source.documents.isEmpty());
        List<DocumentRecord> newestOfEach = statements.records(
                wanted.stream().mapToLong(source -> source.segment.id()).toArray(),
                wanted.stream().mapToInt(Source::last).toArray());
        for (int i = 0; i < wanted.size(); i++) {
            wanted.get(i).newest = Math.min(newest, newestOfEach.get(i).createdAt());
        }
        sources.addAll(wanted);
    }

    /**
     * Removes the documents of rooms that the reader may not read, before their texts are compared. Not needed for a search in one room.
     */
    private void removeUnreadable(List<Source> sources) {
        if (filter.room() != null) {
            return;
        }
        List<Source> withPrivate =
                sources.stream().filter(source -> source.segment.hasPrivate()).toList();
        List<byte[]> rooms = statements.privateRooms(segments(withPrivate));
        for (int i = 0; i < rooms.size(); i++) {
            Postings.remove(rooms.get(i), room -> !privateRooms.contains(room), withPrivate.get(i).documents);
        }
        for (String room : bannedRooms) {
            byte[] @Nullable [] rows =
                    statements.rows(segments(sources), List.of(SearchKeys.ofRoom(room), SearchKeys.secondOfRoom(room)));
            for (int i = 0; i < sources.size(); i++) {
                sources.get(i).remove(room, rows[2 * i], rows[2 * i + 1]);
            }
        }
        sources.removeIf(source -> source.documents.isEmpty());
    }

    private static List<Segment> segments(List<Source> sources) {
        return sources.stream().map(source -> source.segment).toList();
    }

    /** Compares the next texts of the segments with the newest remaining documents. */
    private void compareFromIndex() {
        List<Source> some = new ArrayList<>();
        boolean hasKeys = requireNonNull(sources.peek()).segment.hasKeys();
        int most = hasKeys ? COMPARED_SEGMENTS : 1;
        while (some.size() < most && !sources.isEmpty() && sources.peek().isLookedUp(hasKeys)) {
            some.add(sources.remove());
        }
        int atOnce = hasKeys ? MOST_DOCUMENTS / some.size() : MOST_DOCUMENTS_WITHOUT_KEYS;
        List<Source> sourceOf = new ArrayList<>();
        List<Integer> documents = new ArrayList<>();
        for (Source source : some) {
            for (int document : source.take(atOnce)) {
                sourceOf.add(source);
                documents.add(document);
            }
        }
        List<DocumentRecord> records = statements.records(
                sourceOf.stream().mapToLong(source -> source.segment.id()).toArray(),
                documents.stream().mapToInt(Integer::intValue).toArray());
        for (int i = 0; i < records.size(); i++) {
            sourceOf.get(i).newest =
                    Math.min(sourceOf.get(i).newest, records.get(i).createdAt());
        }
        statements
                .texts(records.stream().map(DocumentRecord::id).toList(), filter)
                .forEach(this::compare);
        some.removeIf(source -> source.documents.isEmpty());
        sources.addAll(some);
        if (hasKeys) {
            withKeys += documents.size();
        } else {
            withoutKeys += documents.size();
        }
    }

    /** A segment with its remaining documents. */
    private static final class Source implements Comparable<Source> {
        private final Segment segment;
        private final BitSet documents;
        private boolean isLookedUp;

        /** An upper bound of the times of the remaining documents. */
        private long newest;

        private int atOnce = FIRST_DOCUMENTS;

        Source(Segment segment) {
            this.segment = segment;
            this.documents = new BitSet(segment.documents());
            documents.set(0, segment.documents());
            this.newest = segment.newest();
        }

        /** Removes the documents that do not have the key, given the row of the key. */
        void retain(byte @Nullable [] row, int key) {
            if (row == null) {
                documents.clear();
            } else {
                Postings.retain(row, key, documents);
            }
        }

        /** Removes the documents of a room, given the rows of its keys. */
        void remove(String room, byte @Nullable [] first, byte @Nullable [] second) {
            if (first != null && second != null) {
                BitSet ofRoom = Postings.find(first, SearchKeys.ofRoom(room));
                Postings.retain(second, SearchKeys.secondOfRoom(room), ofRoom);
                documents.andNot(ofRoom);
            }
        }

        void retain(Marks marks, long oldest, long newest) {
            isLookedUp = true;
            marks.retain(documents, oldest, newest);
        }

        boolean isLookedUp(boolean hasKeys) {
            return isLookedUp && segment.hasKeys() == hasKeys;
        }

        /** Returns the newest remaining document. */
        int last() {
            return documents.length() - 1;
        }

        /** Removes and returns the newest remaining documents, more with each call. */
        List<Integer> take(int most) {
            List<Integer> taken = new ArrayList<>();
            while (taken.size() < Math.min(atOnce, most) && !documents.isEmpty()) {
                taken.add(last());
                documents.clear(last());
            }
            atOnce = Math.min(atOnce * MORE_DOCUMENTS, MOST_DOCUMENTS_WITHOUT_KEYS);
            return taken;
        }

        @Override
        public int compareTo(Source other) {
            return Long.compare(other.newest, newest);
        }
    }
}
