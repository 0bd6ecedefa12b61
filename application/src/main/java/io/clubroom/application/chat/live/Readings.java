package io.clubroom.application.chat.live;

import io.clubroom.application.chat.MarkReadings;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What clients say that they have read, until it is stored: the first reading of a user in a room at once, all others of the same {@link
 * #PERIOD} together at its end.
 *
 * <p>Not thread-safe. The caller stores what {@link #next} returns, and then calls {@link #stored} or {@link #failed}, before it asks for more.
 */
public final class Readings {
    /** At most one reading of a user in a room is stored in it. */
    public static final Duration PERIOD = Duration.ofSeconds(1);

    /** The users and rooms of whom readings wait, or were stored in the last {@link #PERIOD}; further ones are refused. */
    public static final int MAX_READERS = 20_000;

    /** The readings of a user in a room that wait. Of more, the lowest ones are dropped: they matter only if all others are refused. */
    private static final int MAX_WAITING = 50;

    /** The readings that are stored together. */
    private static final int MAX_BATCH = 500;

    private record Reader(RoomId room, UserId user) {}

    private record Asked(long seq, Subscription subscription) {}

    private static final class Line {
        /** The reading that need not wait for others; null after it was taken. */
        @Nullable
        Asked first;

        /** Who has asked since, by the number of the message. */
        NavigableMap<Long, Subscription> waiting = new TreeMap<>();

        /** When the last reading was taken, in nanoseconds; null if the next one need not wait. */
        @Nullable
        Long takenAt;

        Line(Asked first) {
            this.first = first;
        }

        boolean isEmpty() {
            return first == null && waiting.isEmpty();
        }

        NavigableMap<Long, Subscription> take() {
            NavigableMap<Long, Subscription> taken = waiting;
            if (first == null) {
                waiting = new TreeMap<>();
            } else {
                taken = new TreeMap<>(Map.of(first.seq, first.subscription));
                first = null;
            }
            return taken;
        }

        void add(Map<Long, Subscription> asked) {
            waiting.putAll(asked);
            while (waiting.size() > MAX_WAITING) {
                waiting.pollFirstEntry();
            }
        }
    }

    /** The readings of one user in one room that are being stored; the highest one covers the others. */
    private record Taken(Reader reader, NavigableMap<Long, Subscription> asked) {}

    /** The answer to a client whose reading was not stored. */
    public record Rejected(Subscription subscription, MarkReadings.Outcome outcome) {}

    private final Map<Reader, Line> lines = new LinkedHashMap<>();
    private List<Taken> storing = List.of();
    private final long periodNanos = PERIOD.toNanos();

    /** A client has read up to a message; false if too many readings wait. */
    public boolean add(Subscription subscription, long seq) {
        Reader reader = new Reader(subscription.room(), subscription.user().id());
        Line line = lines.get(reader);
        if (line == null) {
            if (lines.size() >= MAX_READERS) {
                return false;
            }
            lines.put(reader, new Line(new Asked(seq, subscription)));
        } else {
            line.add(Map.of(seq, subscription));
        }
        return true;
    }

    /**
     * Takes the readings to be stored now, at most one of each user in each room.
     *
     * @param now in nanoseconds since an arbitrary origin
     */
    public List<MarkReadings.Request> next(long now) {
        List<Taken> taken = new ArrayList<>();
        for (Iterator<Map.Entry<Reader, Line>> all = lines.entrySet().iterator();
                all.hasNext() && taken.size() < MAX_BATCH; ) {
            Map.Entry<Reader, Line> entry = all.next();
            Line line = entry.getValue();
            if (line.takenAt != null && now - line.takenAt < periodNanos) {
                continue;
            }
            if (line.isEmpty()) {
                all.remove();
            } else {
                taken.add(new Taken(entry.getKey(), line.take()));
                line.takenAt = now;
            }
        }
        storing = taken;
        return taken.stream().map(Readings::request).toList();
    }

    private static MarkReadings.Request request(Taken taken) {
        Map.Entry<Long, Subscription> highest = taken.asked().lastEntry();
        return new MarkReadings.Request(
                highest.getValue().actor(), taken.reader().room(), highest.getKey());
    }

    /** What {@link #next} has returned was stored, with these outcomes. */
    public List<Rejected> stored(List<MarkReadings.Outcome> outcomes) {
        List<Rejected> rejected = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            Taken taken = storing.get(i);
            switch (outcomes.get(i)) {
                case DONE -> {}
                case BEYOND_END -> {
                    rejected.add(
                            new Rejected(taken.asked().pollLastEntry().getValue(), MarkReadings.Outcome.BEYOND_END));
                    Line line = lines.get(taken.reader());
                    if (line != null) {
                        // Nothing was told, so the next one may be.
                        line.takenAt = null;
                        line.add(taken.asked());
                    }
                }
                case NOT_FOUND ->
                    taken.asked()
                            .values()
                            .forEach(asker -> rejected.add(new Rejected(asker, MarkReadings.Outcome.NOT_FOUND)));
            }
        }
        storing = List.of();
        return rejected;
    }

    /** What {@link #next} has returned may not have been stored. Returns those who must be told. */
    public List<Subscription> failed() {
        List<Subscription> askers = storing.stream()
                .flatMap(taken -> taken.asked().values().stream())
                .toList();
        storing = List.of();
        return askers;
    }

    /** Whether anything waits to be stored. */
    public boolean isIdle() {
        return lines.values().stream().allMatch(Line::isEmpty);
    }

    /**
     * How long it takes until there is something to do, in nanoseconds; null if nothing is left.
     *
     * @param now as in {@link #next}
     */
    public @Nullable Long nanosLeft(long now) {
        Long left = null;
        for (Line line : lines.values()) {
            long needed = line.takenAt == null ? 0 : Math.max(0, periodNanos - (now - line.takenAt));
            left = left == null ? needed : Math.min(left, needed);
        }
        return left;
    }
}
