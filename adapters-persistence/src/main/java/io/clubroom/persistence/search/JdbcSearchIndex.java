package io.clubroom.persistence.search;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.chat.search.SearchIndex;
import io.clubroom.persistence.search.IndexStatements.PendingRoom;
import io.clubroom.persistence.search.IndexStatements.Range;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The search index in PostgreSQL, a set of {@link Segment}s. New messages become a segment once there are enough of them, and small
 * segments are merged. Each step is a transaction of the node that holds the lock, so a crash loses at most one step.
 */
@Singleton
public final class JdbcSearchIndex implements SearchIndex {
    /** The sizes of the steps. */
    record Sizes(int fewestNew, int mostNew, int mostDocuments, int merged, int mostPending) {
        static final Sizes DEFAULT = new Sizes(1_024, 16_384, 32_768, 4, 50_000);
    }

    /** The number of messages that one step adds to segments without keys, well within the statement timeout. */
    private static final int LISTED_AT_ONCE = 100_000;

    private static final int MAX_ROOMS = 20_000;

    /**
     * The maximum number of keys of a segment while it is built, of eight bytes each. If texts are very long, the segment gets fewer
     * documents.
     */
    private static final int MAX_KEYS = 4_000_000;

    /** Few enough for the statement timeout, even if none of them is cached. */
    private static final int MESSAGES_PER_STATEMENT = 2_048;

    private final IndexStatements statements;
    private final SearchStatements searches;
    private final Transactions transactions;
    private final Sizes sizes;
    private final ChangedMessages changedMessages;

    @Inject
    JdbcSearchIndex(IndexStatements statements, SearchStatements searches, Transactions transactions) {
        this(statements, searches, transactions, Sizes.DEFAULT);
    }

    JdbcSearchIndex(IndexStatements statements, SearchStatements searches, Transactions transactions, Sizes sizes) {
        this.statements = statements;
        this.searches = searches;
        this.transactions = transactions;
        this.sizes = sizes;
        this.changedMessages = new ChangedMessages(statements, searches);
    }

    @Override
    public Progress advance() {
        boolean moreChanges = step(changedMessages::follow);
        boolean moreMessages = step(this::addMessages);
        boolean moreKeys = step(this::addKeys);
        boolean moreMerges = step(this::merge);
        return new Progress(statements.pending(), moreChanges || moreMessages || moreKeys || moreMerges);
    }

    private static long pending(List<PendingRoom> rooms) {
        return rooms.stream().mapToLong(room -> room.last() - room.indexed()).sum();
    }

    /** Runs a step; returns false if there was nothing to do, or if another node holds the lock. */
    private boolean step(BooleanSupplier work) {
        return transactions.call(() -> statements.tryLock() && work.getAsBoolean());
    }

    private boolean addMessages() {
        List<PendingRoom> rooms = statements.pendingRooms(MAX_ROOMS);
        long messages = pending(rooms);
        if (messages > sizes.mostPending()) {
            statements.list(LISTED_AT_ONCE, sizes.mostNew());
            return true;
        }
        Map<String, Long> done = new HashMap<>();
        for (PendingRoom room : rooms) {
            if (room.last() == room.indexed()) {
                done.put(room.id(), room.last());
            }
        }
        if (messages >= sizes.fewestNew()) {
            SegmentBuilder segment = new SegmentBuilder();
            read(rooms, segment, done);
            store(segment);
            messages -= segment.documents();
        }
        if (!done.isEmpty()) {
            statements.lockRooms(done.keySet());
            statements.noteIndexed(done);
        }
        return messages >= sizes.fewestNew() || rooms.size() == MAX_ROOMS;
    }

    /**
     * Reads the messages of one segment, and stores the last {@code seq} of each room in {@code done}. If there are more, as after a
     * takeover, it reads the oldest part of each room, so that segments cover successive time ranges and searches for frequent words need
     * only a few.
     */
    private void read(List<PendingRoom> rooms, SegmentBuilder segment, Map<String, Long> done) {
        double part = Math.min(1, (double) sizes.mostNew() / pending(rooms));
        List<Range> wanted = new ArrayList<>();
        long free = Math.min(MESSAGES_PER_STATEMENT, sizes.mostNew());
        for (PendingRoom room : rooms) {
            long end = room.indexed() + (long) Math.ceil((room.last() - room.indexed()) * part);
            for (long after = room.indexed(); after < end; ) {
                long upTo = Math.min(end, after + free);
                wanted.add(new Range(room.id(), after, upTo));
                free -= upTo - after;
                after = upTo;
                if (free == 0) {
                    add(wanted, segment, done);
                    free = Math.min(MESSAGES_PER_STATEMENT, sizes.mostNew() - segment.documents());
                    if (free <= 0 || segment.keys() >= MAX_KEYS) {
                        return;
                    }
                }
            }
        }
        add(wanted, segment, done);
    }

    private void add(List<Range> wanted, SegmentBuilder segment, Map<String, Long> done) {
        statements.messages(wanted).forEach(segment::add);
        wanted.forEach(range -> done.put(range.room(), range.upTo()));
        wanted.clear();
    }

    private void store(SegmentBuilder segment) {
        if (segment.documents() > 0) {
            SegmentBuilder.Built built = segment.build();
            statements.putRows(statements.add(built), built.rows());
        }
    }

    /** Replaces the newest segment without keys by one with keys. */
    private boolean addKeys() {
        List<Segment> listed = statements.segments().stream()
                .filter(segment -> !segment.hasKeys())
                .toList();
        if (listed.isEmpty()) {
            return false;
        }
        Segment newest = listed.getLast();
        List<DocumentRecord> documents = DocumentRecord.read(statements.records(newest));
        SegmentBuilder segment = new SegmentBuilder();
        int rest = documents.size();
        while (rest > 0 && segment.keys() < MAX_KEYS) {
            int first = Math.max(0, rest - MESSAGES_PER_STATEMENT);
            statements
                    .texts(documents.subList(first, rest).stream()
                            .map(DocumentRecord::id)
                            .toList())
                    .forEach(segment::add);
            rest = first;
        }
        statements.removeSegments(List.of(newest));
        store(segment);
        if (rest > 0) {
            statements.addListed(documents.subList(0, rest));
        }
        return true;
    }

    private boolean merge() {
        List<Segment> small = SegmentsToMerge.of(
                statements.segments().stream().filter(Segment::hasKeys).toList(), sizes);
        if (small.isEmpty()) {
            return false;
        }
        SegmentBuilder merged = new SegmentBuilder();
        for (Segment segment : small) {
            int[] numbers = new int[segment.documents()];
            List<DocumentRecord> documents = DocumentRecord.read(statements.records(segment));
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = merged.documents();
                if (!documents.get(i).isRemoved()) {
                    merged.add(documents.get(i));
                }
            }
            for (SegmentBuilder.Row row : statements.rows(segment)) {
                Postings.read(row.postings(), (key, having, count) -> {
                    for (int i = 0; i < count; i++) {
                        merged.add(key, numbers[having[i]]);
                    }
                });
            }
            for (byte[] rooms : searches.privateRooms(segment.hasPrivate() ? List.of(segment) : List.of())) {
                Postings.read(rooms, (room, having, count) -> {
                    for (int i = 0; i < count; i++) {
                        if (!documents.get(having[i]).isRemoved()) {
                            merged.addPrivate(room, numbers[having[i]]);
                        }
                    }
                });
            }
        }
        statements.removeRows(small);
        statements.removeSegments(small);
        store(merged);
        return true;
    }
}
