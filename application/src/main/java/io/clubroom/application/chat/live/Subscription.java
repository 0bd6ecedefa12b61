package io.clubroom.application.chat.live;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomReads;
import org.jspecify.annotations.Nullable;

/**
 * A connection's subscription to a room, from the first {@link Input.Subscribe} until it is refused, ended by {@link Input.Unsubscribe} or
 * evicted with its room; then the connection needs a new one to come back. An adapter extends it with what it needs to reach the client.
 */
public class Subscription {
    private final RoomId room;
    private final Actor.SignedIn actor;
    private final Participant user;
    private volatile int protocol;

    /** Set by the engine. */
    volatile boolean isShownOthers = true;

    // The rest belongs to the engine.

    /** Null before the subscription has entered. */
    @Nullable
    LiveRoom joined;

    /** The client has left, or was refused. */
    boolean ended;

    /** The number of the latest replay; inputs about earlier ones are obsolete. */
    int replay;

    /** Whether messages are being replayed to the client, which is not sent live ones until it has caught up. */
    boolean catchingUp;

    /** While catching up: behind what the client was sent last. */
    @Nullable
    After position;

    /** While catching up: whether a page is being written to the client. */
    boolean writing;

    /** What the client is told to be read when it enters; null if nothing. */
    RoomReads.@Nullable State state;

    /** Whether an {@link Input.Type} waits to be announced. */
    boolean typing;

    /** Another subscription of the user to the room, null if there is none. */
    @Nullable
    Subscription otherOfUser;

    /** The page that the subscription waits for. */
    ReplayPages.@Nullable Page awaited;

    /** A subscription of protocol 1. */
    public Subscription(RoomId room, Actor.SignedIn actor, Participant user) {
        this(room, actor, user, 1);
    }

    /** @param protocol the version of the chat protocol, 1 or 2 */
    public Subscription(RoomId room, Actor.SignedIn actor, Participant user, int protocol) {
        this.room = room;
        this.actor = actor;
        this.user = user;
        this.protocol = protocol;
    }

    public final RoomId room() {
        return room;
    }

    public final Actor.SignedIn actor() {
        return actor;
    }

    public final Participant user() {
        return user;
    }

    /** The version of the chat protocol, 1 or 2: clients of protocol 1 only learn of messages. */
    public final int protocol() {
        return protocol;
    }

    /** The client speaks a higher version of the protocol from now on. May be called from any thread. */
    public final void speak(int higher) {
        protocol = higher;
    }

    /** Whether the client is shown that others enter, leave and type. May be called from any thread. */
    public final boolean isShownOthers() {
        return isShownOthers;
    }

    /** Whether the subscription is in its room. */
    final boolean isJoined() {
        return !ended && joined != null && !joined.isEvicted();
    }

    /** Whether the subscription was refused, ended or evicted. */
    final boolean isOver() {
        return ended || (joined != null && joined.isEvicted());
    }
}
