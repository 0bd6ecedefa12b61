package io.clubroom.application.chat.live;

import static java.util.stream.Collectors.toCollection;

import io.clubroom.application.chat.MarkReadings;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
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
    static final int MAX_BATCH = 500;

    private record Reader(RoomId room, UserId user) {}

    /**
     * Who has asked for a reading.
     *
     * @param actor as whom it is stored
     * @param subscriptions those that are told if it is refused; none if they were told that it may not have been stored
     */
    private record Askers(Actor.SignedIn actor, Set<Subscription> subscriptions) {
        static Askers of(Subscription subscription) {
            return new Askers(subscription.actor(), Set.of(subscription));
        }

        Askers and(Askers others) {
            return new Askers(
                    others.actor,
                    Stream.concat(subscriptions.stream(), others.subscriptions.stream())
                            .collect(toCollection(LinkedHashSet::new)));
        }
    }

    private static final class Line {
        /** The reading that need not wait for others; empty after it was taken. */
        private NavigableMap<Long, Askers> first = new TreeMap<>();

        /** Who has asked since, by the number of the message. */
        private NavigableMap<Long, Askers> waiting = new TreeMap<>();

        /** Whether one of them may have been stored already, and nobody told. */
        boolean isUncertain;

        /** When the last reading was taken, in nanoseconds; null if the next one need not wait. */
        @Nullable
        Long takenAt;

        Line(long seq, Askers first) {
            this.first.put(seq, first);
        }

        boolean isEmpty() {
            return first.isEmpty() && waiting.isEmpty();
        }

        /** Whether nobody waits. */
        boolean isIdle() {
            return first.isEmpty()
                    && waiting.values().stream()
                            .allMatch(askers -> askers.subscriptions().isEmpty());
        }

        Taken take(Reader reader, long now) {
            Taken taken = new Taken(reader, first.isEmpty() ? waiting : first, isUncertain);
            if (first.isEmpty()) {
                waiting = new TreeMap<>();
            }
            first = new TreeMap<>();
            isUncertain = false;
            takenAt = now;
            return taken;
        }

        void add(Map<Long, Askers> asked) {
            asked.forEach((seq, askers) -> waiting.merge(seq, askers, Askers::and));
            while (waiting.size() > MAX_WAITING) {
                waiting.pollFirstEntry();
            }
        }
    }

    /** The readings of one user in one room that are being stored; the highest one covers the others. */
    private record Taken(Reader reader, NavigableMap<Long, Askers> asked, boolean isUncertain) {
        MarkReadings.Request request() {
            Map.Entry<Long, Askers> highest = asked.lastEntry();
            return new MarkReadings.Request(highest.getValue().actor(), reader.room(), highest.getKey(), isUncertain);
        }

        Stream<Subscription> subscriptions() {
            return asked.values().stream().flatMap(askers -> askers.subscriptions().stream());
        }
    }

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
            lines.put(reader, new Line(seq, Askers.of(subscription)));
        } else {
            line.add(Map.of(seq, Askers.of(subscription)));
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
                taken.add(line.take(entry.getKey(), now));
            }
        }
        storing = taken;
        return taken.stream().map(Taken::request).toList();
    }

    /** What {@link #next} has returned was stored, with these outcomes. */
    public List<Rejected> stored(List<MarkReadings.Outcome> outcomes) {
        List<Rejected> rejected = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            Taken taken = storing.get(i);
            MarkReadings.Outcome outcome = outcomes.get(i);
            switch (outcome) {
                case DONE -> {}
                case BEYOND_END -> {
                    taken.asked()
                            .pollLastEntry()
                            .getValue()
                            .subscriptions()
                            .forEach(asker -> rejected.add(new Rejected(asker, outcome)));
                    Line line = line(taken);
                    // Nothing was told, so the next one may be.
                    line.takenAt = null;
                    line.add(taken.asked());
                    line.isUncertain |= taken.isUncertain();
                }
                case NOT_FOUND -> taken.subscriptions().forEach(asker -> rejected.add(new Rejected(asker, outcome)));
            }
        }
        storing = List.of();
        return rejected;
    }

    private Line line(Taken taken) {
        return Objects.requireNonNull(lines.get(taken.reader()));
    }

    /**
     * What {@link #next} has returned may have been stored, but nobody was told. It is stored again, after the {@link #PERIOD}. Returns
     * those who must be told that it may not have been.
     */
    public List<Subscription> failed() {
        List<Subscription> askers =
                storing.stream().flatMap(Taken::subscriptions).toList();
        for (Taken taken : storing) {
            Line line = line(taken);
            // The lower ones, too: the highest may be refused next time, and one of them may have been stored before.
            taken.asked().replaceAll((_, asking) -> new Askers(asking.actor(), Set.of()));
            line.add(taken.asked());
            line.isUncertain = true;
        }
        storing = List.of();
        return askers;
    }

    /** Whether nobody waits for a reading to be stored. */
    public boolean isIdle() {
        return lines.values().stream().allMatch(Line::isIdle);
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
