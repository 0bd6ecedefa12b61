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
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Replaces the keys of messages that were edited, and removes those of messages that were removed. */
final class ChangedMessages {
    private static final int MAX_CHANGES = 1_000;

    /** Places where a message may be, which are looked at in one step. */
    private static final int MAX_PLACES = 4_000;

    /** Each takes some hundredths of a second. */
    private static final int MAX_SEGMENTS = 8;

    private final IndexStatements statements;
    private final SearchStatements searches;

    ChangedMessages(IndexStatements statements, SearchStatements searches) {
        this.statements = statements;
        this.searches = searches;
    }

    /** Follows some of the changes. Returns whether there may be more. */
    boolean follow() {
        List<Change> waiting = statements.changes(MAX_CHANGES);
        if (waiting.isEmpty()) {
            return false;
        }
        List<Change> changes = new ArrayList<>();
        List<Place> places = places(waiting, changes);
        Map<UUID, Document> documents = find(places);
        Map<Segment, Map<Integer, Change>> bySegment = new LinkedHashMap<>();
        Set<Long> done = new HashSet<>();
        for (Change change : changes) {
            Document document = documents.get(change.message());
            if (document == null) {
                // It is not in the index, and when it is added, it is as it is then.
                done.add(change.id());
            } else if (bySegment.containsKey(document.segment) || bySegment.size() < MAX_SEGMENTS) {
                bySegment
                        .computeIfAbsent(document.segment, _ -> new HashMap<>())
                        .put(document.number, change);
                done.add(change.id());
            }
        }
        bySegment.forEach(this::apply);
        statements.removeChanges(done);
        return waiting.size() == MAX_CHANGES || done.size() < waiting.size();
    }

    private record Document(Segment segment, int number) {}

    /** A segment that has messages of the time when the changed one was created. */
    private record Place(Segment segment, Change change) {}

    private record Slot(Segment segment, int number) {}

    /** Returns where messages may be. Adds the changes that were looked at, at least one. */
    private List<Place> places(List<Change> waiting, List<Change> changes) {
        List<Segment> segments = statements.segments();
        List<Place> places = new ArrayList<>();
        for (Change change : waiting) {
            if (places.size() >= MAX_PLACES) {
                break;
            }
            changes.add(change);
            for (Segment segment : segments) {
                if (segment.oldest() <= change.createdAt() && change.createdAt() <= segment.newest()) {
                    places.add(new Place(segment, change));
                }
            }
        }
        return places;
    }

    /** Returns those of the messages that are in the index. */
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

    /** Returns which documents of the segments may be the messages, by their times and rooms. */
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

    private void apply(Segment segment, Map<Integer, Change> changes) {
        BitSet changed = new BitSet();
        Map<Integer, Map<Integer, BitSet>> added = new HashMap<>();
        changes.forEach((document, change) -> {
            changed.set(document);
            StoredText text = change.text();
            if (text != null) {
                SegmentBuilder.addKeys(
                        text,
                        key -> added.computeIfAbsent(segment.row(key), _ -> new HashMap<>())
                                .computeIfAbsent(key, _ -> new BitSet())
                                .set(document));
            }
        });
        Map<Integer, byte[]> rows = statements.rows(segment).stream()
                .collect(toMap(SegmentBuilder.Row::number, SegmentBuilder.Row::postings));
        Set<Integer> numbers = new HashSet<>(rows.keySet());
        numbers.addAll(added.keySet());
        List<SegmentBuilder.Row> replaced = new ArrayList<>();
        for (int number : numbers) {
            byte[] row = rows.getOrDefault(number, new byte[0]);
            Map<Integer, BitSet> more = added.getOrDefault(number, Map.of());
            if (!more.isEmpty() || Postings.hasAny(row, changed)) {
                replaced.add(new SegmentBuilder.Row(number, replace(row, changed, more)));
            }
        }
        statements.putRows(segment.id(), replaced);
        markRemoved(segment, changes);
    }

    private static byte[] replace(byte[] row, BitSet changed, Map<Integer, BitSet> added) {
        Map<Integer, BitSet> entries = new TreeMap<>(added);
        Postings.read(row, (key, documents, count) -> {
            BitSet having = new BitSet();
            for (int i = 0; i < count; i++) {
                having.set(documents[i]);
            }
            having.andNot(changed);
            entries.merge(key, having, ChangedMessages::union);
        });
        Postings postings = new Postings();
        entries.forEach((key, having) -> {
            if (!having.isEmpty()) {
                postings.add(key, having.stream().toArray(), having.cardinality());
            }
        });
        return postings.toBytes(0, postings.size());
    }

    private static BitSet union(BitSet a, BitSet b) {
        BitSet union = (BitSet) a.clone();
        union.or(b);
        return union;
    }

    private void markRemoved(Segment segment, Map<Integer, Change> changes) {
        if (changes.values().stream().allMatch(change -> change.text() != null)) {
            return;
        }
        List<DocumentRecord> documents = new ArrayList<>(DocumentRecord.read(statements.records(segment)));
        changes.forEach((document, change) -> {
            if (change.text() == null) {
                documents.set(document, documents.get(document).removed());
            }
        });
        if (documents.stream().allMatch(DocumentRecord::isRemoved)) {
            statements.removeRows(List.of(segment));
            statements.removeSegments(List.of(segment));
        } else {
            statements.setRecords(segment, documents);
        }
    }
}
