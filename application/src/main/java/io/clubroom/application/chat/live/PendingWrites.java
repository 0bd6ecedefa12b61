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
 * The changes that are not stored yet, and the inputs that wait for them. Several batches may be stored concurrently, but never two with
 * changes of the same room, which keeps these in order.
 */
final class PendingWrites {
    /** A smaller batch is not worth a separate commit. */
    private static final int MIN_BATCH = 32;

    /** Changes that are stored in one commit. Numbers start at 1. */
    record Batch(long number, List<Input.Change> changes) {}

    /** An input that waits until this many changes of its room are settled. */
    private record Deferred(long after, Input input) {}

    private static final class RoomQueue {
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
    private final LinkedHashMap<RoomId, RoomQueue> queues = new LinkedHashMap<>();

    private final Map<Long, Batch> storing = new LinkedHashMap<>();
    private int waiting;
    private long lastBatch;

    /**
     * @param maxBatches the maximum number of batches stored concurrently
     * @param maxBatch the maximum number of changes in a batch
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
        return queues.size();
    }

    void add(Input.Change change) {
        RoomQueue queue = queue(change.subscription().room());
        queue.unstored.add(change);
        queue.accepted++;
        waiting++;
    }

    /** Defers an input until all earlier changes of the room are settled. */
    void defer(RoomId room, Input input) {
        RoomQueue queue = queue(room);
        queue.deferred.add(new Deferred(queue.accepted, input));
    }

    private RoomQueue queue(RoomId room) {
        return queues.computeIfAbsent(room, _ -> new RoomQueue());
    }

    /**
     * Removes and returns the inputs that no longer have to wait.
     *
     * @param held the rooms whose inputs must wait longer
     */
    List<Input> due(Predicate<RoomId> held) {
        List<Input> due = new ArrayList<>();
        for (Iterator<Map.Entry<RoomId, RoomQueue>> all = queues.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<RoomId, RoomQueue> entry = all.next();
            RoomQueue queue = entry.getValue();
            while (!queue.deferred.isEmpty()
                    && queue.deferred.element().after() <= queue.settled
                    && !held.test(entry.getKey())) {
                due.add(queue.deferred.remove().input());
            }
            if (queue.isEmpty()) {
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
        List<Map.Entry<RoomId, RoomQueue>> candidates = new ArrayList<>();
        for (Map.Entry<RoomId, RoomQueue> entry : queues.entrySet()) {
            RoomQueue queue = entry.getValue();
            if (!queue.storing && !queue.unstored.isEmpty() && !held.test(entry.getKey())) {
                ready += queue.unstored.size();
                candidates.add(entry);
            }
        }
        if (ready == 0) {
            return null;
        }
        int share = Math.ceilDiv(ready, maxBatches - storing.size());
        int enough = Math.min(maxBatch, Math.max(MIN_BATCH, share));
        List<Input.Change> changes = new ArrayList<>(Math.min(maxBatch, ready));
        for (Map.Entry<RoomId, RoomQueue> entry : candidates) {
            if (changes.size() >= enough) {
                break;
            }
            RoomQueue queue = entry.getValue();
            queue.storing = true;
            while (!queue.unstored.isEmpty() && changes.size() < maxBatch) {
                changes.add(queue.unstored.remove());
            }
            queues.putLast(entry.getKey(), queue);
        }
        Batch batch = new Batch(++lastBatch, changes);
        storing.put(batch.number(), batch);
        return batch;
    }

    /** Removes a batch that is no longer being stored. */
    Batch settle(long number) {
        Batch batch = storing.remove(number);
        if (batch == null) {
            throw new IllegalArgumentException("Batch " + number + " is not being stored");
        }
        for (Input.Change change : batch.changes()) {
            RoomQueue queue = queue(change.subscription().room());
            queue.settled++;
            queue.storing = false;
        }
        waiting -= batch.changes().size();
        return batch;
    }

    /** Removes and returns the changes of a room that are not being stored yet. */
    List<Input.Change> drop(RoomId room) {
        return drop(room, _ -> true);
    }

    /** Removes and returns matching changes of a room that are not being stored yet. Deferred inputs no longer wait for them. */
    List<Input.Change> drop(RoomId room, Predicate<Input.Change> which) {
        RoomQueue queue = queues.get(room);
        if (queue == null) {
            return List.of();
        }
        List<Input.Change> dropped = new ArrayList<>();
        List<Long> places = new ArrayList<>();
        long place = queue.accepted - queue.unstored.size();
        for (Iterator<Input.Change> all = queue.unstored.iterator(); all.hasNext(); ) {
            Input.Change change = all.next();
            place++;
            if (which.test(change)) {
                all.remove();
                dropped.add(change);
                places.add(place);
            }
        }
        List<Deferred> deferred = queue.deferred.stream()
                .map(input -> new Deferred(input.after() - countUpTo(input.after(), places), input.input()))
                .toList();
        queue.deferred.clear();
        queue.deferred.addAll(deferred);
        queue.accepted -= dropped.size();
        waiting -= dropped.size();
        return dropped;
    }

    private static int countUpTo(long place, List<Long> ascending) {
        int found = Collections.binarySearch(ascending, place);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** Whether changes of this room are being stored. */
    boolean isStoring(RoomId room) {
        RoomQueue queue = queues.get(room);
        return queue != null && queue.storing;
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
