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

/** A room as this node serves it; but for what is said otherwise, used on the thread of the rooms only. */
final class LiveRoom {
    /** The seats of one event loop; they are touched there only, their number on the thread of the rooms. */
    private static final class Row {
        /** In no order; each knows its place. What is said goes along it, so it is laid out as the memory is read. */
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

    /** Whether nothing has to be known of it. */
    boolean isForgettable() {
        return seats == 0 && presence.isEmpty();
    }

    /** The {@code seq} of the last message that went to its seats. */
    long delivered() {
        return delivered;
    }

    void deliveredUpTo(long seq) {
        delivered = seq;
    }

    /** The last batch that was given to the store before its first seat was taken. */
    long occupiedIn() {
        return occupiedIn;
    }

    /** Its first seat is being taken. */
    void occupied(long seq, long batch) {
        delivered = seq;
        occupiedIn = batch;
    }

    /** Adds a seat, and does something there right after. */
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

    /** Does something with every seat, on its event loop. */
    void forEach(Consumer<Seat> action) {
        rows.forEach((loop, row) -> on(loop, () -> List.copyOf(row.seats).forEach(action)));
    }

    /** Sends frames that nobody would miss to all seats, and releases them. */
    void broadcast(ByteBuf frames, Map<UserId, ByteBuf> special) {
        broadcast(frames, false, special, _ -> {});
    }

    /**
     * Sends frames to all seats, one task for an event loop, and releases them.
     *
     * @param special what goes to some users instead; an empty buffer is not sent
     * @param then hears, on each event loop, how many of its seats the frames went to
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

    /** False if the event loop has ended, and all of its connections with it. */
    static boolean on(EventLoop loop, Runnable task) {
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException ended) {
            return false;
        }
    }
}
