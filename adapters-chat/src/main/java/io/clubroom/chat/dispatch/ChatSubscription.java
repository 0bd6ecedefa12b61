package io.clubroom.chat.dispatch;

import io.clubroom.application.chat.live.Subscription;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.UserId;
import org.jspecify.annotations.Nullable;

/** The subscription of a connection to a room. */
public final class ChatSubscription extends Subscription {
    private final Receiver receiver;

    /** One of 64 bits, derived from the user's id. Users with different bits are different, so their ids need not be compared. */
    final long userBit;

    /** The group that contains this subscription; null if there is none. Confined to the dispatcher's thread. */
    RoomSubscribers.@Nullable Group group;

    /** The version of the protocol under which {@link RoomSubscribers} counts this subscription. Confined to the dispatcher's thread. */
    int countedProtocol;

    // The rest is confined to the event loop of the connection.

    /** The index in the group's list. */
    int index;

    /** Whether live messages are delivered. */
    boolean live;

    private boolean ended;

    /** A subscription of protocol 1. */
    public ChatSubscription(Receiver receiver, RoomId room, Actor.SignedIn actor, Participant user) {
        this(receiver, room, actor, user, 1);
    }

    /** @param protocol the version of the chat protocol, 1 or 2 */
    public ChatSubscription(Receiver receiver, RoomId room, Actor.SignedIn actor, Participant user, int protocol) {
        super(room, actor, user, protocol);
        this.receiver = receiver;
        this.userBit = bit(user.id());
    }

    /** The {@link #userBit} of a user. */
    static long bit(UserId user) {
        return 1L << user.hashCode();
    }

    Receiver receiver() {
        return receiver;
    }

    /** Whether the subscription has ended, so that no more frames of the room may be sent. */
    public boolean isEnded() {
        return ended;
    }

    /** Ends the subscription: the connection receives no more frames of the room. */
    public void end() {
        ended = true;
        live = false;
    }
}
