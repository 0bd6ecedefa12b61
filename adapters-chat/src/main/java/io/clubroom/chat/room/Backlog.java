package io.clubroom.chat.room;

import io.clubroom.domain.chat.RoomId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are not stored yet, and commands that wait for them. Several batches may be stored concurrently, but only one of each
 * room, which keeps the order of its messages. Confined to the chat thread.
 */
final class Backlog {
    /** A smaller batch is not worth a commit of its own beside another one. */
    private static final int WORTH_A_COMMIT = 32;

    /** Messages that are stored with one commit. Numbers start at 1. */
    record Batch(long number, List<Command.Say> said) {}

    /** A command that waits until this many messages of its room are settled. */
    private record Deferred(long after, Command command) {}

    private static final class Line {
        final Deque<Command.Say> unstored = new ArrayDeque<>();
        final Deque<Deferred> deferred = new ArrayDeque<>();
        long accepted;
        long settled;
        boolean isBeingStored;

        boolean isEmpty() {
            return unstored.isEmpty() && deferred.isEmpty() && !isBeingStored;
        }
    }

    private final int maxBatches;
    private final int maxBatch;
    /** Least recently drained first. */
    private final LinkedHashMap<RoomId, Line> lines = new LinkedHashMap<>();

    private int beingStored;
    private long lastBatch;

    /**
     * @param maxBatches the batches that may be stored concurrently
     * @param maxBatch the most messages in a batch
     */
    Backlog(int maxBatches, int maxBatch) {
        this.maxBatches = maxBatches;
        this.maxBatch = maxBatch;
    }

    void add(Command.Say say) {
        Line line = line(say.seat().room());
        line.unstored.add(say);
        line.accepted++;
    }

    /** Lets a command wait until all earlier messages of the room are settled. */
    void defer(RoomId room, Command command) {
        Line line = line(room);
        line.deferred.add(new Deferred(line.accepted, command));
    }

    private Line line(RoomId room) {
        return lines.computeIfAbsent(room, _ -> new Line());
    }

    /** Removes and returns the commands that no longer have to wait. */
    List<Command> due() {
        List<Command> due = new ArrayList<>();
        for (Iterator<Line> all = lines.values().iterator(); all.hasNext(); ) {
            Line line = all.next();
            while (!line.deferred.isEmpty() && line.deferred.element().after() <= line.settled) {
                due.add(line.deferred.remove().command());
            }
            if (line.isEmpty()) {
                all.remove();
            }
        }
        return due;
    }

    /** Removes the next batch, which must be {@linkplain #settled settled} later; null if nothing can be stored now. */
    @Nullable
    Batch next() {
        if (beingStored == maxBatches) {
            return null;
        }
        int waiting = 0;
        for (Line line : lines.values()) {
            waiting += line.isBeingStored ? 0 : line.unstored.size();
        }
        if (waiting == 0) {
            return null;
        }
        int share = Math.ceilDiv(waiting, maxBatches - beingStored);
        int enough = Math.min(maxBatch, Math.max(WORTH_A_COMMIT, share));
        List<Command.Say> said = new ArrayList<>(Math.min(maxBatch, waiting));
        for (Map.Entry<RoomId, Line> entry : List.copyOf(lines.entrySet())) {
            Line line = entry.getValue();
            if (said.size() >= enough) {
                break;
            }
            if (!line.isBeingStored && !line.unstored.isEmpty()) {
                line.isBeingStored = true;
                while (!line.unstored.isEmpty() && said.size() < maxBatch) {
                    said.add(line.unstored.remove());
                }
                lines.putLast(entry.getKey(), line);
            }
        }
        beingStored++;
        return new Batch(++lastBatch, said);
    }

    /** Records that the outcome of a batch is known. */
    void settled(Batch batch) {
        beingStored--;
        for (Command.Say say : batch.said()) {
            Line line = line(say.seat().room());
            line.settled++;
            line.isBeingStored = false;
        }
    }

    /** Whether a batch is being stored. */
    boolean isBeingStored() {
        return beingStored > 0;
    }

    /** Whether messages of this room are being stored. */
    boolean isBeingStored(RoomId room) {
        Line line = lines.get(room);
        return line != null && line.isBeingStored;
    }

    /** The number of the last batch, 0 before the first. */
    long lastBatch() {
        return lastBatch;
    }
}
