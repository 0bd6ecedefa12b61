package io.clubroom.chat.dispatch;

import io.clubroom.application.chat.live.Input;
import io.clubroom.chat.Bounds;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The queue of inputs for the dispatcher. Inputs that clients and other nodes send without waiting for an answer are refused or dropped
 * beyond a limit. All others are never dropped, and their number is limited in other ways: a connection has one pending request to enter or
 * leave a room, and leaves each of its rooms once when it closes; the engine has a limited number of pending effects; a subscription has
 * one replay.
 */
final class InputQueue {
    private static final Input WAKE_UP = new Input.Tick(0);

    private final BlockingQueue<Input> inputs = new LinkedBlockingQueue<>();
    private final AtomicInteger fromClients = new AtomicInteger();
    private final AtomicInteger fromNodes = new AtomicInteger();
    private final AtomicBoolean lostFromNodes = new AtomicBoolean();

    /** Adds an input that must not be lost. */
    void add(Input input) {
        inputs.add(input);
    }

    /** Adds a change or a typing notice; returns false, and does not add it, if too many are queued. */
    boolean offerFromClient(Input input) {
        if (fromClients.get() >= Bounds.INPUTS_OF_CLIENTS) {
            return false;
        }
        fromClients.incrementAndGet();
        inputs.add(input);
        return true;
    }

    /** Adds a relay event; drops it if too many are queued. */
    void addFromNode(Input input) {
        if (fromNodes.get() < Bounds.INPUTS_OF_NODES) {
            fromNodes.incrementAndGet();
            inputs.add(input);
        } else if (lostFromNodes.compareAndSet(false, true)) {
            wakeUp();
        }
    }

    /** Makes {@link #take} return. */
    void wakeUp() {
        inputs.add(WAKE_UP);
    }

    /**
     * Waits for an input, and moves all queued inputs to the list.
     *
     * @param timeout the maximum time to wait; null to wait indefinitely
     */
    void take(List<Input> taken, @Nullable Duration timeout) throws InterruptedException {
        int begin = taken.size();
        Input first = timeout == null ? inputs.take() : inputs.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
        if (first == null) {
            return;
        }
        taken.add(first);
        inputs.drainTo(taken);
        boolean woken = false;
        int clients = 0;
        int nodes = 0;
        for (Input input : taken.subList(begin, taken.size())) {
            switch (input) {
                case Input.Change _, Input.Type _ -> clients++;
                case Input.PeerSignal _,
                        Input.RoomDeleted _,
                        Input.UserRemoved _,
                        Input.PeerAppeared _,
                        Input.PeerVanished _,
                        Input.RelayResumed _,
                        Input.AuthorChanged _ -> nodes++;
                case Input.Tick _ -> woken = true;
                default -> {}
            }
        }
        if (clients > 0) {
            fromClients.addAndGet(-clients);
        }
        if (nodes > 0) {
            fromNodes.addAndGet(-nodes);
        }
        if (woken) {
            taken.removeIf(input -> input == WAKE_UP);
        }
    }

    /** Returns whether relay events were dropped since the last call. */
    boolean hasLostFromNodes() {
        return lostFromNodes.get() && lostFromNodes.getAndSet(false);
    }

    boolean isEmpty() {
        return inputs.isEmpty();
    }
}
