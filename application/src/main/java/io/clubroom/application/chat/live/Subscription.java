package io.clubroom.application.chat.live;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomReads;
import org.jspecify.annotations.Nullable;

/**
 * A connection's subscription to a room, from the first {@link Input.Subscribe} until it is refused, ended by {@link Input.Unsubscribe} or
 * evicted with its room; to return, the connection needs a new one. Adapters extend it with what they need to reach the client.
 */
public class Subscription {
    private final RoomId room;
    private final Actor.SignedIn actor;
    private final Participant user;
    private volatile int protocol;

    /** Written only by the engine. */
    volatile boolean isShownOthers = true;

    // The remaining fields are confined to the engine.

    /** Null before the subscription has entered. */
    @Nullable
    LiveRoom joined;

    /** Whether the client has left or was refused. */
    boolean ended;

    /** The number of the latest replay; inputs about earlier ones are obsolete. */
    int replay;

    /** Whether changes are being replayed to the client, which is not sent live ones until it has caught up. */
    boolean catchingUp;

    /** While catching up: the position of the last change sent to the client. */
    @Nullable
    After position;

    /** While catching up: whether a page is being written to the client. */
    boolean writing;

    /** The read state to send to the client when it enters; null if none. */
    RoomReads.@Nullable State state;

    /** Whether an {@link Input.Type} waits to be announced. */
    boolean typing;

    /** The next subscription of the user to the room on this node, null if there is none. */
    @Nullable
    Subscription nextOfUser;

    /** The page that the subscription waits for, null if none. */
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

    /** The version of the chat protocol, 1 or 2. Of all changes, clients of protocol 1 are only sent new messages. */
    public final int protocol() {
        return protocol;
    }

    /** Switches to a higher version of the protocol. May be called from any thread. */
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
