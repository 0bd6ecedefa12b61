package io.clubroom.application.chat.live;

import static java.util.stream.Collectors.toCollection;

import io.clubroom.application.chat.MarkReadings;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.ClientMessageId;
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
 * Read markers from clients, until they are stored: the first one of a user in a room at once, all others within the same {@link #PERIOD}
 * together at its end.
 *
 * <p>Not thread-safe. The caller stores what {@link #next} returns, and then calls {@link #stored} or {@link #failed}, before it asks for
 * more.
 */
public final class Readings {
    /** The period in which at most one read marker of a user in a room is stored. */
    public static final Duration PERIOD = Duration.ofSeconds(1);

    /**
     * The maximum number of pairs of user and room with read markers that wait or were stored in the last {@link #PERIOD}; others are
     * refused.
     */
    public static final int MAX_READERS = 20_000;

    /**
     * The maximum number of waiting read markers of a user in a room. The lowest are dropped first: they matter only if all others are
     * refused.
     */
    private static final int MAX_WAITING = 50;

    /** The maximum number of read markers stored together. */
    static final int MAX_BATCH = 500;

    private record Reader(RoomId room, UserId user) {}

    /** @param clientMessageId the id of the client's frame, null if it has none */
    public record Requester(
            Subscription subscription, @Nullable ClientMessageId clientMessageId) {}

    /**
     * The requesters of a read marker.
     *
     * @param actor the user for whom it is stored
     * @param all the recipients of a refusal; none if they were already told that it may not have been stored
     */
    private record Requesters(Actor.SignedIn actor, Set<Requester> all) {
        static Requesters of(Requester requester) {
            return new Requesters(requester.subscription().actor(), Set.of(requester));
        }

        Requesters and(Requesters others) {
            return new Requesters(
                    others.actor,
                    Stream.concat(all.stream(), others.all.stream()).collect(toCollection(LinkedHashSet::new)));
        }
    }

    private static final class ReaderQueue {
        /** The read marker that need not wait; empty after it was taken. */
        private NavigableMap<Long, Requesters> first = new TreeMap<>();

        /** Later read markers by the {@code seq} of the message. */
        private NavigableMap<Long, Requesters> waiting = new TreeMap<>();

        /** Whether one of them may have been stored already without being announced. */
        boolean isUncertain;

        /** When the last read marker was taken, in nanoseconds; null if the next one need not wait. */
        @Nullable
        Long takenAt;

        ReaderQueue(long seq, Requesters first) {
            this.first.put(seq, first);
        }

        boolean isEmpty() {
            return first.isEmpty() && waiting.isEmpty();
        }

        /** Whether no client waits for an answer. */
        boolean isIdle() {
            return first.isEmpty()
                    && waiting.values().stream()
                            .allMatch(requesters -> requesters.all().isEmpty());
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

        void add(Map<Long, Requesters> requested) {
            requested.forEach((seq, requesters) -> waiting.merge(seq, requesters, Requesters::and));
            while (waiting.size() > MAX_WAITING) {
                waiting.pollFirstEntry();
            }
        }
    }

    /** The read markers of one user in one room that are being stored; the highest one covers the others. */
    private record Taken(Reader reader, NavigableMap<Long, Requesters> requested, boolean isUncertain) {
        MarkReadings.Request request() {
            Map.Entry<Long, Requesters> highest = requested.lastEntry();
            return new MarkReadings.Request(highest.getValue().actor(), reader.room(), highest.getKey(), isUncertain);
        }

        Stream<Requester> requesters() {
            return requested.values().stream().flatMap(requesters -> requesters.all().stream());
        }
    }

    /** The answer to a client whose read marker was not stored. */
    public record Rejected(Requester requester, MarkReadings.Outcome outcome) {}

    private final Map<Reader, ReaderQueue> queues = new LinkedHashMap<>();
    private List<Taken> storing = List.of();
    private final long periodNanos = PERIOD.toNanos();

    /** Adds the read marker of a client. Returns false if there are too many. */
    public boolean add(Requester requester, long seq) {
        Subscription subscription = requester.subscription();
        Reader reader = new Reader(subscription.room(), subscription.user().id());
        ReaderQueue queue = queues.get(reader);
        if (queue == null) {
            if (queues.size() >= MAX_READERS) {
                return false;
            }
            queues.put(reader, new ReaderQueue(seq, Requesters.of(requester)));
        } else {
            queue.add(Map.of(seq, Requesters.of(requester)));
        }
        return true;
    }

    /**
     * Takes the read markers to store now, at most one of each user in each room.
     *
     * @param now in nanoseconds since an arbitrary origin
     */
    public List<MarkReadings.Request> next(long now) {
        List<Taken> taken = new ArrayList<>();
        for (Iterator<Map.Entry<Reader, ReaderQueue>> all = queues.entrySet().iterator();
                all.hasNext() && taken.size() < MAX_BATCH; ) {
            Map.Entry<Reader, ReaderQueue> entry = all.next();
            ReaderQueue queue = entry.getValue();
            if (queue.takenAt != null && now - queue.takenAt < periodNanos) {
                continue;
            }
            if (queue.isEmpty()) {
                all.remove();
            } else {
                taken.add(queue.take(entry.getKey(), now));
            }
        }
        storing = taken;
        return taken.stream().map(Taken::request).toList();
    }

    /** Records the outcomes of storing what {@link #next} has returned. Returns the rejections to send. */
    public List<Rejected> stored(List<MarkReadings.Outcome> outcomes) {
        List<Rejected> rejected = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            Taken taken = storing.get(i);
            MarkReadings.Outcome outcome = outcomes.get(i);
            switch (outcome) {
                case DONE -> {}
                case BEYOND_END -> {
                    taken.requested()
                            .pollLastEntry()
                            .getValue()
                            .all()
                            .forEach(requester -> rejected.add(new Rejected(requester, outcome)));
                    ReaderQueue queue = queue(taken);
                    // Nothing was announced, so the next one need not wait.
                    queue.takenAt = null;
                    queue.add(taken.requested());
                    queue.isUncertain |= taken.isUncertain();
                }
                case NOT_FOUND ->
                    taken.requesters().forEach(requester -> rejected.add(new Rejected(requester, outcome)));
            }
        }
        storing = List.of();
        return rejected;
    }

    private ReaderQueue queue(Taken taken) {
        return Objects.requireNonNull(queues.get(taken.reader()));
    }

    /**
     * Records that what {@link #next} has returned may have been stored, but was not announced. It is stored again after the {@link
     * #PERIOD}. Returns the requesters to tell that it may not have been stored.
     */
    public List<Requester> failed() {
        List<Requester> requesters = storing.stream().flatMap(Taken::requesters).toList();
        for (Taken taken : storing) {
            ReaderQueue queue = queue(taken);
            // Keep the lower ones too: the highest may be refused next time, and one of them may have been stored.
            taken.requested().replaceAll((_, waiting) -> new Requesters(waiting.actor(), Set.of()));
            queue.add(taken.requested());
            queue.isUncertain = true;
        }
        storing = List.of();
        return requesters;
    }

    /** Whether no client waits for a read marker to be stored. */
    public boolean isIdle() {
        return queues.values().stream().allMatch(ReaderQueue::isIdle);
    }

    /**
     * Returns the nanoseconds until there is something to do; null if nothing is left.
     *
     * @param now as in {@link #next}
     */
    public @Nullable Long nanosLeft(long now) {
        Long left = null;
        for (ReaderQueue queue : queues.values()) {
            long needed = queue.takenAt == null ? 0 : Math.max(0, periodNanos - (now - queue.takenAt));
            left = left == null ? needed : Math.min(left, needed);
        }
        return left;
    }
}
