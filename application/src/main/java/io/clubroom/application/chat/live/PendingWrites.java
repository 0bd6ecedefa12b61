package io.clubroom.application.chat.live;

import io.clubroom.domain.chat.RoomId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The changes that are not stored yet, and the inputs that wait for them. Several batches may be stored concurrently, but only one of
 * each room, which keeps the order of its changes.
 */
final class PendingWrites {
    /** A smaller batch is not worth a commit of its own beside another one. */
    private static final int WORTH_A_COMMIT = 32;

    /** Changes that are stored with one commit. Numbers start at 1. */
    record Batch(long number, List<Input.Change> changes) {}

    /** An input that waits until this many changes of its room are settled. */
    private record Deferred(long after, Input input) {}

    private static final class Line {
        final Deque<Input.Change> unstored = new ArrayDeque<>();
        final Deque<Deferred> deferred = new ArrayDeque<>();
        long accepted;
        long settled;
        boolean storing;

        boolean isEmpty() {
            return unstored.isEmpty() && deferred.isEmpty() && !storing;
        }
    }

    private final int maxBatches;
    private final int maxBatch;

    /** Least recently drained first. */
    private final LinkedHashMap<RoomId, Line> lines = new LinkedHashMap<>();

    private final Map<Long, Batch> storing = new LinkedHashMap<>();
    private int waiting;
    private long lastBatch;

    /**
     * @param maxBatches the batches that may be stored concurrently
     * @param maxBatch the most changes in a batch
     */
    PendingWrites(int maxBatches, int maxBatch) {
        this.maxBatches = maxBatches;
        this.maxBatch = maxBatch;
    }

    /** The number of changes that are not settled. */
    int waiting() {
        return waiting;
    }

    /** The number of rooms with changes that are not settled, or inputs that wait for them. */
    int rooms() {
        return lines.size();
    }

    void add(Input.Change change) {
        Line line = line(change.subscription().room());
        line.unstored.add(change);
        line.accepted++;
        waiting++;
    }

    /** Lets an input wait until all earlier changes of the room are settled. */
    void defer(RoomId room, Input input) {
        Line line = line(room);
        line.deferred.add(new Deferred(line.accepted, input));
    }

    private Line line(RoomId room) {
        return lines.computeIfAbsent(room, _ -> new Line());
    }

    /**
     * Removes and returns the inputs that no longer have to wait.
     *
     * @param held the rooms whose inputs must wait nevertheless
     */
    List<Input> due(Predicate<RoomId> held) {
        List<Input> due = new ArrayList<>();
        for (Iterator<Map.Entry<RoomId, Line>> all = lines.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<RoomId, Line> entry = all.next();
            Line line = entry.getValue();
            while (!line.deferred.isEmpty()
                    && line.deferred.element().after() <= line.settled
                    && !held.test(entry.getKey())) {
                due.add(line.deferred.remove().input());
            }
            if (line.isEmpty()) {
                all.remove();
            }
        }
        return due;
    }

    /**
     * Removes the next batch, which must be {@linkplain #settle settled} later; null if nothing can be stored now.
     *
     * @param held the rooms whose changes must wait
     */
    @Nullable
    Batch next(Predicate<RoomId> held) {
        if (storing.size() == maxBatches) {
            return null;
        }
        int ready = 0;
        List<Map.Entry<RoomId, Line>> candidates = new ArrayList<>();
        for (Map.Entry<RoomId, Line> entry : lines.entrySet()) {
            Line line = entry.getValue();
            if (!line.storing && !line.unstored.isEmpty() && !held.test(entry.getKey())) {
                ready += line.unstored.size();
                candidates.add(entry);
            }
        }
        if (ready == 0) {
            return null;
        }
        int share = Math.ceilDiv(ready, maxBatches - storing.size());
        int enough = Math.min(maxBatch, Math.max(WORTH_A_COMMIT, share));
        List<Input.Change> changes = new ArrayList<>(Math.min(maxBatch, ready));
        for (Map.Entry<RoomId, Line> entry : candidates) {
            if (changes.size() >= enough) {
                break;
            }
            Line line = entry.getValue();
            line.storing = true;
            while (!line.unstored.isEmpty() && changes.size() < maxBatch) {
                changes.add(line.unstored.remove());
            }
            lines.putLast(entry.getKey(), line);
        }
        Batch batch = new Batch(++lastBatch, changes);
        storing.put(batch.number(), batch);
        return batch;
    }

    /** Removes a batch whose outcome is known. */
    Batch settle(long number) {
        Batch batch = storing.remove(number);
        if (batch == null) {
            throw new IllegalArgumentException("Batch " + number + " is not being stored");
        }
        for (Input.Change change : batch.changes()) {
            Line line = line(change.subscription().room());
            line.settled++;
            line.storing = false;
        }
        waiting -= batch.changes().size();
        return batch;
    }

    /** Removes and returns the changes of a room that are not being stored yet. */
    List<Input.Change> drop(RoomId room) {
        return drop(room, _ -> true);
    }

    /** Removes and returns those of the changes of a room that are not being stored yet, as if they had never been there. */
    List<Input.Change> drop(RoomId room, Predicate<Input.Change> which) {
        Line line = lines.get(room);
        if (line == null) {
            return List.of();
        }
        List<Input.Change> dropped = new ArrayList<>();
        List<Long> places = new ArrayList<>();
        long place = line.accepted - line.unstored.size();
        for (Iterator<Input.Change> all = line.unstored.iterator(); all.hasNext(); ) {
            Input.Change change = all.next();
            place++;
            if (which.test(change)) {
                all.remove();
                dropped.add(change);
                places.add(place);
            }
        }
        List<Deferred> deferred = line.deferred.stream()
                .map(waits -> new Deferred(waits.after() - countUpTo(waits.after(), places), waits.input()))
                .toList();
        line.deferred.clear();
        line.deferred.addAll(deferred);
        line.accepted -= dropped.size();
        waiting -= dropped.size();
        return dropped;
    }

    private static int countUpTo(long place, List<Long> ascending) {
        int found = Collections.binarySearch(ascending, place);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** Whether changes of this room are being stored. */
    boolean isStoring(RoomId room) {
        Line line = lines.get(room);
        return line != null && line.storing;
    }

    /** Whether no changes wait and none are being stored. */
    boolean isIdle() {
        return waiting == 0;
    }

    /** The number of the last batch, 0 before the first. */
    long lastBatch() {
        return lastBatch;
    }
}
