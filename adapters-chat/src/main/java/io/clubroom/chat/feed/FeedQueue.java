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
 * The inputs that wait for the {@link FeedDispatcher}. Beyond a bound, what happens in rooms is dropped and read again instead. The rest is
 * never dropped, and bounded otherwise: a connection opens and closes once and enters or leaves one room at a time, and few loads are
 * carried out at the same time.
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

    /** Adds what has happened in a room. If too many wait, all that may have happened is read again. */
    void addSignal(FeedInput signal) {
        if (signals.get() < Bounds.INPUTS_OF_FEEDS) {
            signals.incrementAndGet();
            entries.add(new Entry(signal, true));
        } else {
            addLoss();
        }
    }

    /** Signals were lost. */
    void addLoss() {
        if (hasLost.compareAndSet(false, true)) {
            entries.add(LOST);
        }
    }

    /**
     * Waits for an input, and returns all that have gathered.
     *
     * @param patience how long to wait; null to wait until there is one
     */
    List<FeedInput> take(@Nullable Duration patience) throws InterruptedException {
        Entry first = patience == null ? entries.take() : entries.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
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
                // What is dropped from now on is announced again.
                hasLost.set(false);
            }
            inputs.add(entry.input());
        }
        return inputs;
    }
}
