package io.clubroom.chat.room;

import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.UserId;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** A room on this node. Confined to the chat thread unless said otherwise. */
final class LiveRoom {
    /** The seats of one event loop. The list is confined to the event loop, the count to the chat thread. */
    private static final class Row {
        /** Unordered; each seat knows its index. A list, because every delivery iterates over it. */
        final List<Seat> seats = new ArrayList<>();

        int taken;

        void add(Seat seat) {
            seat.place(seats.size());
            seats.add(seat);
        }

        void remove(Seat seat) {
            Seat last = seats.removeLast();
            if (last != seat) {
                seats.set(seat.place(), last);
                last.place(seat.place());
            }
        }
    }

    private final RoomId id;
    private final Presence presence = new Presence();
    private final Map<EventLoop, Row> rows = new HashMap<>(4);
    private int seats;
    private long delivered;
    private long occupiedIn;

    LiveRoom(RoomId id) {
        this.id = id;
    }

    RoomId id() {
        return id;
    }

    Presence presence() {
        return presence;
    }

    boolean hasSeats() {
        return seats > 0;
    }

    /** Whether the room has no members on any node. */
    boolean isForgettable() {
        return seats == 0 && presence.isEmpty();
    }

    /** The {@code seq} of the last delivered message. */
    long delivered() {
        return delivered;
    }

    void deliveredUpTo(long seq) {
        delivered = seq;
    }

    /** The number of the last batch that was handed to the store before the first seat was taken. */
    long occupiedIn() {
        return occupiedIn;
    }

    /** Records that the first seat is being taken. */
    void occupied(long seq, long batch) {
        delivered = seq;
        occupiedIn = batch;
    }

    /** Adds a seat, and then runs an action on its event loop. */
    void add(Seat seat, Runnable then) {
        Row row = rows.computeIfAbsent(seat.outlet().loop(), _ -> new Row());
        row.taken++;
        seats++;
        on(seat.outlet().loop(), () -> {
            row.add(seat);
            then.run();
        });
    }

    void remove(Seat seat) {
        EventLoop loop = seat.outlet().loop();
        Row row = rows.get(loop);
        if (row == null) {
            return;
        }
        row.taken--;
        seats--;
        if (row.taken == 0) {
            rows.remove(loop);
        }
        on(loop, () -> row.remove(seat));
    }

    /** Runs an action for every seat, on its event loop. */
    void forEach(Consumer<Seat> action) {
        rows.forEach((loop, row) -> on(loop, () -> List.copyOf(row.seats).forEach(action)));
    }

    /** Sends frames that are not essential to all seats, and releases them. */
    void broadcast(ByteBuf frames, Map<UserId, ByteBuf> special) {
        broadcast(frames, false, special, _ -> {});
    }

    /**
     * Sends frames to all seats, with one task per event loop, and releases them.
     *
     * @param special other frames for some users; an empty buffer is not sent
     * @param then called on each event loop with the number of seats that were sent the frames
     */
    void broadcast(ByteBuf frames, boolean essential, Map<UserId, ByteBuf> special, IntConsumer then) {
        rows.forEach((loop, row) -> {
            frames.retain();
            special.values().forEach(ByteBuf::retain);
            boolean accepted = on(loop, () -> {
                try {
                    for (Seat seat : row.seats) {
                        ByteBuf own = special.isEmpty()
                                ? frames
                                : special.getOrDefault(seat.user().id(), frames);
                        if (own.isReadable()) {
                            seat.hear(own.retainedDuplicate(), essential);
                        }
                    }
                    then.accept(row.seats.size());
                } finally {
                    release(frames, special);
                }
            });
            if (!accepted) {
                release(frames, special);
            }
        });
        release(frames, special);
    }

    private static void release(ByteBuf frames, Map<UserId, ByteBuf> special) {
        frames.release();
        special.values().forEach(ByteBuf::release);
    }

    /** Runs a task on an event loop; false if the loop has terminated, and with it all of its connections. */
    static boolean on(EventLoop loop, Runnable task) {
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException ended) {
            return false;
        }
    }
}
