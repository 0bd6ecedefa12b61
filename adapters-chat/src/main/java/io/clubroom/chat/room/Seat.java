package io.clubroom.chat.room;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection in a room. */
public final class Seat {
    /** What may wait for the end of a replay; beyond it, it is read from the store again. */
    private static final int MAX_WAITING_BYTES = 256 * 1024;

    private final Outlet outlet;
    private final RoomId room;
    private final Actor.SignedIn actor;
    private final Participant user;

    // On the thread of the rooms only.
    private @Nullable LiveRoom home;

    // On the event loop of the connection only.
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

    /** The room that it was added to, null if it is in none. */
    @Nullable
    LiveRoom home() {
        return home;
    }

    void home(@Nullable LiveRoom nowHome) {
        home = nowHome;
    }

    /** Which one it is of the seats of its room on this event loop. */
    int place() {
        return place;
    }

    void place(int nowPlace) {
        place = nowPlace;
    }

    boolean isVacated() {
        return vacated;
    }

    /** Nothing of the room goes to the connection any more. */
    public void vacate() {
        vacated = true;
        forgetWaiting();
        waiting = null;
    }

    /** Lets pass what is said in the room, or makes it wait for what was said before; releases it in the end. */
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
     * From here on, what is said waits for {@link #endReplay}.
     *
     * @return which replay this is: a later one ends it
     */
    int beginReplay() {
        forgetWaiting();
        waiting = new ArrayList<>();
        missedSome = false;
        return ++replay;
    }

    /** Whether this replay goes on. */
    boolean isReplaying(int which) {
        return !vacated && replay == which;
    }

    /** Everything before {@link #beginReplay} was sent; false if something after it was not kept. */
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
