package io.clubroom.application.chat.live;

import io.clubroom.domain.chat.RoomId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The messages that are not stored yet, and the inputs that wait for them. Several batches may be stored concurrently, but only one of
 * each room, which keeps the order of its messages.
 */
final class PendingWrites {
    /** A smaller batch is not worth a commit of its own beside another one. */
    private static final int WORTH_A_COMMIT = 32;

    /** Messages that are stored with one commit. Numbers start at 1. */
    record Batch(long number, List<Input.Change> changes) {}

    /** An input that waits until this many messages of its room are settled. */
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
     * @param maxBatch the most messages in a batch
     */
    PendingWrites(int maxBatches, int maxBatch) {
        this.maxBatches = maxBatches;
        this.maxBatch = maxBatch;
    }

    /** The number of messages that are not settled. */
    int waiting() {
        return waiting;
    }

    /** The number of rooms with messages that are not settled, or inputs that wait for them. */
    int rooms() {
        return lines.size();
    }

    void add(Input.Change change) {
        Line line = line(change.subscription().room());
        line.unstored.add(change);
        line.accepted++;
        waiting++;
    }

    /** Lets an input wait until all earlier messages of the room are settled. */
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
     * @param held the rooms whose messages must wait
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

    /** Removes and returns the messages of a room that are not being stored yet. */
    List<Input.Change> drop(RoomId room) {
        Line line = lines.get(room);
        if (line == null) {
            return List.of();
        }
        List<Input.Change> dropped = List.copyOf(line.unstored);
        line.unstored.clear();
        line.settled += dropped.size();
        waiting -= dropped.size();
        return dropped;
    }

    /** Whether messages of this room are being stored. */
    boolean isStoring(RoomId room) {
        Line line = lines.get(room);
        return line != null && line.storing;
    }

    /** Whether no messages wait and none are being stored. */
    boolean isIdle() {
        return waiting == 0;
    }

    /** The number of the last batch, 0 before the first. */
    long lastBatch() {
        return lastBatch;
    }
}
