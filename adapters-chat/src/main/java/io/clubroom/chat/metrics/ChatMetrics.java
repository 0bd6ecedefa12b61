package io.clubroom.chat.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Counts what the chat does. Nothing carries a label: what clients name, as rooms, would grow without end. */
@Singleton
public final class ChatMetrics {
    private static final Duration[] BUCKETS = Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry meters;
    private final AtomicInteger rooms = new AtomicInteger();
    private final Counter stored;
    private final Counter delivered;
    private final Timer delivery;
    private final Counter replays;
    private final Counter replayed;
    private final Counter gaps;
    private final Counter slowReaders;

    public ChatMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.stored = counter("messages.stored", "Messages that this node has stored");
        this.delivered = counter("messages.delivered", "Messages that went to connections as they were said");
        this.delivery = Timer.builder("clubroom.chat.delivery.duration")
                .description(
                        "From when this node has stored messages until they are written to the connections of an event"
                                + " loop")
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
        this.replays = counter("replays", "Returns of clients who had missed messages");
        this.replayed = counter("messages.replayed", "Messages that were sent again to those who had missed them");
        this.gaps = counter("history.gaps", "Returns of clients who had missed more than is sent again");
        this.slowReaders =
                counter("slow.readers.closed", "Connections that were closed because too much waited for them");
        Gauge.builder("clubroom.chat.rooms", rooms, AtomicInteger::get)
                .description("Rooms in which somebody is over this node")
                .register(meters);
    }

    private Counter counter(String name, String description) {
        return Counter.builder("clubroom.chat." + name).description(description).register(meters);
    }

    /**
     * Shows the connections, asked when somebody looks.
     *
     * @param queuedBytes what waits for all clients to read it
     */
    public void watch(IntSupplier connections, LongSupplier queuedBytes) {
        Gauge.builder("clubroom.chat.connections", connections::getAsInt)
                .description("Connections of the chat that are open now")
                .register(meters);
        Gauge.builder("clubroom.chat.outbound.queue", queuedBytes::getAsLong)
                .description("What waits for clients to read it")
                .baseUnit(BaseUnits.BYTES)
                .register(meters);
    }

    public void roomOccupied() {
        rooms.incrementAndGet();
    }

    public void roomLeft() {
        rooms.decrementAndGet();
    }

    public void stored(int messages) {
        stored.increment(messages);
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
