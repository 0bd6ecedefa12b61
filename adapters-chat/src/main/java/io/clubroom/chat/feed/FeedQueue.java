package io.clubroom.chat.feed;

import io.clubroom.application.chat.feed.FeedInput;
import io.clubroom.chat.Bounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The queue of inputs for the {@link FeedDispatcher}. Beyond a limit, room events are dropped and {@link FeedInput.Resumed} is added
 * instead, upon which the rooms are read again. Other inputs are never dropped, and their number is limited in other ways: a connection
 * opens and closes once and enters or leaves one room at a time, and few loads run concurrently.
 */
final class FeedQueue {
    private record Entry(FeedInput input, boolean isSignal) {}

    private static final Entry LOST = new Entry(new FeedInput.Resumed(), false);

    private final BlockingQueue<Entry> entries = new LinkedBlockingQueue<>();
    private final AtomicInteger signals = new AtomicInteger();
    private final AtomicBoolean hasLost = new AtomicBoolean();

    /** Adds an input that must not be lost. */
    void add(FeedInput input) {
        entries.add(new Entry(input, false));
    }

    /** Adds a room event. If too many are queued, drops it and has all rooms read again. */
    void addSignal(FeedInput signal) {
        if (signals.get() < Bounds.INPUTS_OF_FEEDS) {
            signals.incrementAndGet();
            entries.add(new Entry(signal, true));
        } else {
            addLoss();
        }
    }

    /** Records that events were lost, so that all rooms are read again. */
    void addLoss() {
        if (hasLost.compareAndSet(false, true)) {
            entries.add(LOST);
        }
    }

    /**
     * Waits for an input, and returns all queued inputs.
     *
     * @param timeout the maximum time to wait; null to wait indefinitely
     */
    List<FeedInput> take(@Nullable Duration timeout) throws InterruptedException {
        Entry first = timeout == null ? entries.take() : entries.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
        if (first == null) {
            return List.of();
        }
        List<Entry> taken = new ArrayList<>();
        taken.add(first);
        entries.drainTo(taken);
        List<FeedInput> inputs = new ArrayList<>(taken.size());
        for (Entry entry : taken) {
            if (entry.isSignal()) {
                signals.decrementAndGet();
            } else if (entry == LOST) {
                // Events dropped from now on need another marker.
                hasLost.set(false);
            }
            inputs.add(entry.input());
        }
        return inputs;
    }
}
