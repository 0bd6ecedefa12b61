package io.clubroom.application.chat.live;

import java.util.PriorityQueue;

/** Runs events one at a time in the order of their virtual times. */
final class VirtualTime {
    static final long MILLISECOND = 1_000_000;
    static final long SECOND = 1_000 * MILLISECOND;

    private record Event(long at, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long lastNumber;

    /** The virtual time in nanoseconds. */
    long now() {
        return now;
    }

    void after(long delay, Runnable action) {
        at(now + delay, action);
    }

    void at(long at, Runnable action) {
        events.add(new Event(Math.max(at, now), ++lastNumber, action));
    }

    /** Advances to the next event and runs it; false if there is none until then. */
    boolean runNext(long until) {
        Event next = events.peek();
        if (next == null || next.at() > until) {
            return false;
        }
        events.remove();
        now = next.at();
        next.action().run();
        return true;
    }
}
