package io.clubroom.chat.room;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The subscription of a connection to a room. */
public final class Seat {
    /** The bytes of live messages kept during a replay; messages beyond that are read from the store afterwards. */
    private static final int MAX_WAITING_BYTES = 256 * 1024;

    private final Outlet outlet;
    private final RoomId room;
    private final Actor.SignedIn actor;
    private final Participant user;

    // Confined to the chat thread.
    private @Nullable LiveRoom home;

    // Confined to the event loop of the connection.
    private int place;
    private boolean vacated;
    private @Nullable List<ByteBuf> waiting;
    private int waitingBytes;
    private boolean missedSome;
    private int replay;

    public Seat(Outlet outlet, RoomId room, Actor.SignedIn actor, Participant user) {
        this.outlet = outlet;
        this.room = room;
        this.actor = actor;
        this.user = user;
    }

    public RoomId room() {
        return room;
    }

    Outlet outlet() {
        return outlet;
    }

    Actor.SignedIn actor() {
        return actor;
    }

    Participant user() {
        return user;
    }

    /** The room that the seat belongs to, null if none. */
    @Nullable
    LiveRoom home() {
        return home;
    }

    void home(@Nullable LiveRoom nowHome) {
        home = nowHome;
    }

    /** The index among the seats of the room on this event loop. */
    int place() {
        return place;
    }

    void place(int nowPlace) {
        place = nowPlace;
    }

    boolean isVacated() {
        return vacated;
    }

    /** From here on the connection receives nothing of the room. */
    public void vacate() {
        vacated = true;
        forgetWaiting();
        waiting = null;
    }

    /** Sends live frames, or keeps them until the replay has ended; releases them in the end. */
    void hear(ByteBuf frames, boolean essential) {
        if (vacated) {
            frames.release();
        } else if (waiting == null) {
            outlet.send(frames, essential);
        } else if (missedSome || waitingBytes + frames.readableBytes() > MAX_WAITING_BYTES) {
            frames.release();
            missedSome = true;
        } else {
            waiting.add(frames);
            waitingBytes += frames.readableBytes();
        }
    }

    /**
     * From here on live frames wait for {@link #endReplay}.
     *
     * @return the number of this replay; a later replay supersedes it
     */
    int beginReplay() {
        forgetWaiting();
        waiting = new ArrayList<>();
        missedSome = false;
        return ++replay;
    }

    /** Whether this replay is still the current one. */
    boolean isReplaying(int which) {
        return !vacated && replay == which;
    }

    /** Sends the live frames that waited; false if some could not be kept, so that they must be replayed too. */
    boolean endReplay() {
        List<ByteBuf> kept = waiting;
        if (kept == null) {
            return true;
        }
        if (missedSome) {
            return false;
        }
        waiting = null;
        waitingBytes = 0;
        kept.forEach(frames -> outlet.send(frames, true));
        return true;
    }

    private void forgetWaiting() {
        if (waiting != null) {
            waiting.forEach(ByteBuf::release);
            waiting = null;
        }
        waitingBytes = 0;
    }
}
