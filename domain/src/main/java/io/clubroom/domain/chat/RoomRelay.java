package io.clubroom.domain.chat;

import io.clubroom.domain.user.UserId;
import java.util.Collection;
import java.util.Set;

/**
 * Carries signals between the nodes. Signals are hints, the store is authoritative. After signals may have been lost, {@link
 * Listener#resumed()} is called.
 */
public interface RoomRelay {
    /**
     * Sends a signal to all other nodes. Does not block. Signals about one room arrive in order; consecutive {@link RoomSignal.Reached}
     * may be merged into the last.
     */
    void send(RoomSignal signal);

    /**
     * Tells all nodes, this one as well, that the store has changes of the room up to this one, which no client of a live room made. Does
     * not block.
     *
     * @param change as in {@link RoomSignal.Reached}
     */
    void stored(RoomId room, long change);

    /** Tells all nodes, this one as well, what a user has read, after it was stored. Does not block. */
    void read(RoomSignal.Read read);

    /**
     * Tells all nodes, this one as well, that the current transaction deletes a room: when it commits, and not if it rolls back. The
     * commit itself tells the nodes that are connected at that moment, so this node may fail or be cut off then; the others are told
     * that they have {@linkplain Listener#resumed() resumed} when they connect. Outside a transaction the nodes are told at once.
     */
    void roomDeleted(RoomId room);

    /**
     * Tells all nodes, this one as well, that with the current transaction a user may no longer be in a room: when it commits, and not if
     * it rolls back. Nodes that are cut off then are told that they have {@linkplain Listener#resumed() resumed} when they connect.
     * Outside a transaction the nodes are told at once.
     */
    void memberRemoved(RoomId room, UserId user, Departure reason);

    /**
     * Tells all nodes, this one as well, that with the current transaction users become members of a room, or that a public room exists for
     * them again after a ban: when it commits, and not if it rolls back. Nodes that are cut off then are told that they have {@linkplain
     * Listener#resumed() resumed} when they connect. Outside a transaction the nodes are told at once.
     */
    void membersAdded(RoomId room, Collection<UserId> users);

    /** As {@link #membersAdded}, for a new public room, of which everybody is a member. */
    void publicRoomAdded(RoomId room);

    /**
     * As {@link #memberRemoved}, for a public room that is deleted: everybody was a member.
     *
     * @param banned those who were not; if they are very many, nobody is told
     */
    void publicRoomRemoved(RoomId room, Collection<UserId> banned);

    /**
     * Tells all nodes, this one as well, that a user was renamed, got another picture, was deleted, or blocks others than before. Does not
     * block.
     */
    void authorChanged(UserId user);

    /**
     * Starts over as a new node, because this one has dropped signals: all nodes send their users again, and {@link Listener#resumed()}
     * follows. Does not block.
     */
    void reconnect();

    /** Registers the only listener of this node. */
    void listen(Listener listener);

    /** Receives signals one at a time. Must not block. */
    interface Listener {
        void heard(NodeId node, RoomSignal signal);

        /** A room was deleted; one with the same id is another room. */
        void roomDeleted(RoomId room);

        /** A user may no longer be in a room; perhaps the user was added again since. */
        void memberRemoved(RoomId room, UserId user, Departure reason);

        /** A user has become a member of a room; perhaps the user was removed again since. */
        void memberAdded(RoomId room, UserId user);

        /** There is a new public room. */
        void publicRoomAdded(RoomId room);

        /** A public room was deleted, of which everybody was a member but those who were banned. */
        void publicRoomRemoved(RoomId room, Set<UserId> banned);

        /**
         * A user was renamed, got another picture or was deleted, so messages that were read before show an old name or picture; or the user
         * blocks others than before.
         */
        void authorChanged(UserId user);

        /** A node joined, which does not know yet which users are on this node. */
        void appeared(NodeId node);

        /** A node left with all of its users. Signals that it had not sent are lost. */
        void vanished(NodeId node);

        /** Signals from any node may have been lost; also that rooms were deleted, and users added to rooms and removed from them. */
        void resumed();
    }
}
