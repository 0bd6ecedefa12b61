package io.clubroom.persistence.search;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.clubroom.persistence.search.IndexStatements.Change;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Updates the index for edited and deleted messages. Each step rewrites a segment at most once, so the cost of many scattered changes is
 * bounded by the size of the index.
 */
final class ChangedMessages {
    private static final int MAX_CHANGES = 10_000;

    /** The maximum number of candidate segments for messages that a step looks at. */
    private static final int MAX_PLACES = 4_000;

    /** How long a step goes on rewriting segments. */
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final IndexStatements statements;
    private final SearchStatements searches;

    /** The documents of pending changes, by the id of the change. A document keeps its number as long as its segment exists. */
    private final Map<Long, Document> located = new HashMap<>();

    ChangedMessages(IndexStatements statements, SearchStatements searches) {
        this.statements = statements;
        this.searches = searches;
    }

    /** Applies some of the changes, oldest first. Returns whether there may be more. */
    boolean follow() {
        List<Change> waiting = statements.changes(MAX_CHANGES);
        if (waiting.isEmpty()) {
            located.clear();
            return false;
        }
        long start = System.nanoTime();
        List<Segment> segments =
                statements.segments().stream().filter(Segment::hasKeys).toList();
        Set<Long> done = locate(waiting, segments);
        Map<Segment, List<Change>> bySegment = new LinkedHashMap<>();
        for (Change change : waiting) {
            Document document = located.get(change.id());
            if (document != null) {
                bySegment
                        .computeIfAbsent(document.segment, _ -> new ArrayList<>())
                        .add(change);
            }
        }
        for (Map.Entry<Segment, List<Change>> changes : bySegment.entrySet()) {
            apply(changes.getKey(), changes.getValue());
            changes.getValue().forEach(change -> done.add(change.id()));
            if (System.nanoTime() - start > STEP_NANOS) {
                break;
            }
        }
        statements.removeChanges(done);
        return waiting.size() == MAX_CHANGES || done.size() < waiting.size();
    }

    /**
     * Locates the messages of some changes, at least one, that are not located yet. Returns the changes of messages without keys in the
     * index. These need no update, because keys are made from the current text.
     */
    private Set<Long> locate(List<Change> waiting, List<Segment> segments) {
        located.keySet().retainAll(waiting.stream().map(Change::id).collect(toSet()));
        Set<Segment> existing = Set.copyOf(segments);
        located.values().removeIf(document -> !existing.contains(document.segment));
        List<Change> missing = waiting.stream()
                .filter(change -> !located.containsKey(change.id()))
                .toList();
        List<Change> lookedAt = new ArrayList<>();
        Map<UUID, Document> documents = find(places(missing, segments, lookedAt));
        Set<Long> absent = new HashSet<>();
        for (Change change : lookedAt) {
            Document document = documents.get(change.message());
            if (document == null) {
                absent.add(change.id());
            } else {
                located.put(change.id(), document);
            }
        }
        return absent;
    }

    private record Document(Segment segment, int number) {}

    /** A segment whose time range includes the creation of a changed message. */
    private record Place(Segment segment, Change change) {}

    private record Slot(Segment segment, int number) {}

    /** Returns the segments that may contain the messages. Adds the changes that were looked at, at least one, to {@code lookedAt}. */
    private static List<Place> places(List<Change> missing, List<Segment> segments, List<Change> lookedAt) {
        List<Place> places = new ArrayList<>();
        for (Change change : missing) {
            if (places.size() >= MAX_PLACES) {
                break;
            }
            lookedAt.add(change);
            for (Segment segment : segments) {
                if (segment.oldest() <= change.createdAt() && change.createdAt() <= segment.newest()) {
                    places.add(new Place(segment, change));
                }
            }
        }
        return places;
    }

    /** Returns the documents of those messages that are in the index. */
    private Map<UUID, Document> find(List<Place> places) {
        List<Slot> slots = new ArrayList<>(slots(places));
        byte[][] records = statements.slots(
                slots.stream().mapToLong(slot -> slot.segment.id()).toArray(),
                slots.stream().mapToInt(Slot::number).toArray());
        Set<UUID> wanted = places.stream().map(place -> place.change.message()).collect(toSet());
        Map<UUID, Document> found = new HashMap<>();
        for (int i = 0; i < records.length; i++) {
            List<DocumentRecord> documents = DocumentRecord.read(records[i]);
            for (int document = 0; document < documents.size(); document++) {
                UUID id = documents.get(document).id();
                if (wanted.contains(id)) {
                    Slot slot = slots.get(i);
                    found.put(id, new Document(slot.segment, slot.number * Segment.MARK + document));
                }
            }
        }
        return found;
    }

    /** Returns the documents that may be the messages, judging by their times and rooms. */
    private Set<Slot> slots(List<Place> places) {
        List<Segment> segments = places.stream().map(Place::segment).distinct().toList();
        Map<Segment, Marks> marks = new HashMap<>();
        List<Marks> all = searches.marks(segments);
        for (int i = 0; i < segments.size(); i++) {
            marks.put(segments.get(i), all.get(i));
        }
        byte[] @Nullable [] rows = searches.rows(
                places.stream().mapToLong(place -> place.segment.id()).toArray(),
                places.stream().mapToInt(place -> place.segment.row(key(place))).toArray());
        Set<Slot> slots = new HashSet<>();
        for (int i = 0; i < rows.length; i++) {
            Place place = places.get(i);
            Marks ofSegment = requireNonNull(marks.get(place.segment));
            BitSet ofRoom = rows[i] == null ? new BitSet() : Postings.find(rows[i], key(place));
            int last = ofSegment.lastSlot(place.change.createdAt());
            for (int slot = ofSegment.firstSlot(place.change.createdAt()); slot >= 0 && slot <= last; slot++) {
                int next = ofRoom.nextSetBit(slot * Segment.MARK);
                if (next >= 0 && next < (slot + 1) * Segment.MARK) {
                    slots.add(new Slot(place.segment, slot));
                }
            }
        }
        return slots;
    }

    private static int key(Place place) {
        return SearchKeys.ofRoom(place.change.room());
    }

    private void apply(Segment segment, List<Change> changes) {
        Map<UUID, Integer> documents = new HashMap<>();
        changes.forEach(change -> documents.put(change.message(), requireNonNull(located.get(change.id())).number));
        BitSet changed = new BitSet();
        documents.values().forEach(changed::set);
        BitSet removed = (BitSet) changed.clone();
        Map<Integer, Map<Integer, BitSet>> added = new HashMap<>();
        for (StoredText text : statements.texts(documents.keySet())) {
            int document = requireNonNull(documents.get(text.id()));
            removed.clear(document);
            SegmentBuilder.addKeys(
                    text,
                    key -> added.computeIfAbsent(segment.row(key), _ -> new HashMap<>())
                            .computeIfAbsent(key, _ -> new BitSet())
                            .set(document));
        }
        Map<Integer, byte[]> rows = statements.rows(segment).stream()
                .collect(toMap(SegmentBuilder.Row::number, SegmentBuilder.Row::postings));
        added.keySet().forEach(number -> rows.putIfAbsent(number, new byte[0]));
        List<SegmentBuilder.Row> replaced = new ArrayList<>();
        rows.forEach((number, row) -> {
            byte[] now = Postings.replace(row, changed, added.getOrDefault(number, Map.of()));
            if (now != row) {
                replaced.add(new SegmentBuilder.Row(number, now));
            }
        });
        statements.putRows(segment.id(), replaced);
        markRemoved(segment, removed);
    }

    private void markRemoved(Segment segment, BitSet removed) {
        if (removed.isEmpty()) {
            return;
        }
        List<DocumentRecord> documents = new ArrayList<>(DocumentRecord.read(statements.records(segment)));
        removed.stream()
                .forEach(document ->
                        documents.set(document, documents.get(document).removed()));
        if (documents.stream().allMatch(DocumentRecord::isRemoved)) {
            statements.removeRows(List.of(segment));
            statements.removeSegments(List.of(segment));
        } else {
            statements.setRecords(segment, documents);
        }
    }
}
