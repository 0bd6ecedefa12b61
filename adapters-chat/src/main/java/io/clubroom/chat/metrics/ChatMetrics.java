package io.clubroom.chat.metrics;

import io.clubroom.domain.chat.RoomChange;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** The metrics of the chat. No label has values that clients choose, such as rooms, because that would create unbounded time series. */
@Singleton
public final class ChatMetrics {
    private static final Duration[] BUCKETS = Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    /** The kinds of changes other than new messages. */
    private enum Change {
        EDIT,
        DELETION,
        REACTION
    }

    private final MeterRegistry meters;
    private final AtomicInteger rooms = new AtomicInteger();
    private final Counter stored;
    private final Map<Change, Counter> changes = new EnumMap<>(Change.class);
    private final Counter delivered;
    private final Timer delivery;
    private final Counter replays;
    private final Counter replayed;
    private final Counter gaps;
    private final Counter slowReaders;

    public ChatMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.stored = counter("messages.stored", "Messages stored by this node");
        for (Change change : Change.values()) {
            changes.put(
                    change,
                    Counter.builder("clubroom.chat.changes")
                            .description("Changes of messages stored by this node")
                            .tag("kind", change.name().toLowerCase(Locale.ROOT))
                            .register(meters));
        }
        this.delivered = counter("messages.delivered", "Live messages delivered to connections, counted per receiver");
        this.delivery = Timer.builder("clubroom.chat.delivery.duration")
                .description(
                        "Time from the commit of messages by this node until they are written to the connections of an"
                                + " event loop")
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
        this.replays = counter("replays", "Replays of missed messages to returning clients");
        this.replayed = counter("messages.replayed", "Missed messages sent to returning clients");
        this.gaps = counter("history.gaps", "Returns of clients that had missed too many messages to replay");
        this.slowReaders = counter("slow.readers.closed", "Connections closed because the client read too slowly");
        Gauge.builder("clubroom.chat.rooms", rooms, AtomicInteger::get)
                .description("Rooms with local members")
                .register(meters);
    }

    private Counter counter(String name, String description) {
        return Counter.builder("clubroom.chat." + name).description(description).register(meters);
    }

    /**
     * Registers the gauges of the connections.
     *
     * @param queuedBytes the number of bytes waiting for clients to read them, over all connections
     */
    public void watch(IntSupplier connections, LongSupplier queuedBytes) {
        Gauge.builder("clubroom.chat.connections", connections::getAsInt)
                .description("Open chat connections")
                .register(meters);
        Gauge.builder("clubroom.chat.outbound.queue", queuedBytes::getAsLong)
                .description("Bytes waiting for clients to read them")
                .baseUnit(BaseUnits.BYTES)
                .register(meters);
    }

    public void roomOccupied() {
        rooms.incrementAndGet();
    }

    public void roomLeft() {
        rooms.decrementAndGet();
    }

    /** Counts a change that this node has stored. */
    public void stored(RoomChange change) {
        switch (change) {
            case RoomChange.Posted _ -> stored.increment();
            case RoomChange.Edited _ -> count(Change.EDIT);
            case RoomChange.Deleted _ -> count(Change.DELETION);
            case RoomChange.Reacted _ -> count(Change.REACTION);
            // Never stored by the chat.
            case RoomChange.UserErased _ -> {}
        }
    }

    private void count(Change change) {
        Objects.requireNonNull(changes.get(change)).increment();
    }

    public void delivered(int messages) {
        delivered.increment(messages);
    }

    public void deliveredAfter(long nanos) {
        delivery.record(nanos, TimeUnit.NANOSECONDS);
    }

    public void replayBegun() {
        replays.increment();
    }

    public void replayed(int messages) {
        replayed.increment(messages);
    }

    public void historyGap() {
        gaps.increment();
    }

    public void slowReaderClosed() {
        slowReaders.increment();
    }
}
