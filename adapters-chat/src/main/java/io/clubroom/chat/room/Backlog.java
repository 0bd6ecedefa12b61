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
 * What was said and is not stored yet, and what waits for that. Several batches may be stored at the same time, but of one room only one,
 * so what is said in it is stored in its order. Used on the thread of the rooms only.
 */
final class Backlog {
    /** A batch of fewer is not worth a commit of its own beside another. */
    private static final int WORTH_A_COMMIT = 32;

    /** What is stored with one commit; numbered from 1 on. */
    record Batch(long number, List<Command.Say> said) {}

    /** What waits until so many of the messages of its room are settled. */
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
    /** The one that was taken from last is the last. */
    private final LinkedHashMap<RoomId, Line> lines = new LinkedHashMap<>();

    private int beingStored;
    private long lastBatch;

    /**
     * @param maxBatches how many may be stored at the same time
     * @param maxBatch how many messages are in one
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

    /** Has a command wait until all is settled that was said before it in the room. */
    void defer(RoomId room, Command command) {
        Line line = line(room);
        line.deferred.add(new Deferred(line.accepted, command));
    }

    private Line line(RoomId room) {
        return lines.computeIfAbsent(room, _ -> new Line());
    }

    /** Takes out what need not wait any more. */
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

    /** Takes out what is to be stored now, to be {@linkplain #settled settled} later; null if there is nothing. */
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

    /** It is known what came of a batch. */
    void settled(Batch batch) {
        beingStored--;
        for (Command.Say say : batch.said()) {
            Line line = line(say.seat().room());
            line.settled++;
            line.isBeingStored = false;
        }
    }

    /** Whether anything is being stored. */
    boolean isBeingStored() {
        return beingStored > 0;
    }

    /** Whether something that was said in this room is being stored. */
    boolean isBeingStored(RoomId room) {
        Line line = lines.get(room);
        return line != null && line.isBeingStored;
    }

    /** The number of the last batch, 0 before the first. */
    long lastBatch() {
        return lastBatch;
    }
}
