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
     * Tells all nodes, including this one, that the store has changes of the room up to this one, which was not made by a client in the
     * live room. Does not block.
     *
     * @param change as in {@link RoomSignal.Reached}
     */
    void stored(RoomId room, long change);

    /** Tells all nodes, including this one, a user's new read marker, after it was stored. Does not block. */
    void read(RoomSignal.Read read);

    /**
     * Tells all nodes, including this one, that the current transaction has deleted a room, if and only if it commits. The commit itself
     * notifies the nodes that are connected at that moment, even if this node fails or is cut off; the others get {@link
     * Listener#resumed()} when they connect. Outside a transaction, the nodes are told at once.
     */
    void roomDeleted(RoomId room);

    /**
     * Tells all nodes, including this one, that a user may no longer be in a room, if and only if the current transaction commits. Nodes
     * that are cut off at that moment get {@link Listener#resumed()} when they connect. Outside a transaction, the nodes are told at once.
     */
    void memberRemoved(RoomId room, UserId user, Departure reason);

    /**
     * Tells all nodes, including this one, that users have become members of a room, or may see a public room again after a ban, if and
     * only if the current transaction commits. Nodes that are cut off at that moment get {@link Listener#resumed()} when they connect.
     * Outside a transaction, the nodes are told at once.
     */
    void membersAdded(RoomId room, Collection<UserId> users);

    /** Like {@link #membersAdded}, for a new public room, of which all users are members. */
    void publicRoomAdded(RoomId room);

    /**
     * Like {@link #memberRemoved}, for a deleted public room, of which all users were members.
     *
     * @param banned the users who were not members; if there are very many, nobody is told
     */
    void publicRoomRemoved(RoomId room, Collection<UserId> banned);

    /**
     * Tells all nodes, including this one, that a user was renamed, got another picture or was deleted, or has blocked or unblocked others.
     * Does not block.
     */
    void authorChanged(UserId user);

    /**
     * Starts over as a new node, because this one has dropped signals: all nodes announce their users again, and {@link Listener#resumed()}
     * follows. Does not block.
     */
    void reconnect();

    /** Registers the only listener of this node. */
    void listen(Listener listener);

    /** Receives signals one at a time. Must not block. */
    interface Listener {
        void heard(NodeId node, RoomSignal signal);

        /** A room was deleted; a room with the same id is another one. */
        void roomDeleted(RoomId room);

        /** A user may no longer be in a room. The user may have been added again since. */
        void memberRemoved(RoomId room, UserId user, Departure reason);

        /** A user has become a member of a room. The user may have been removed again since. */
        void memberAdded(RoomId room, UserId user);

        /** A public room was created. */
        void publicRoomAdded(RoomId room);

        /** A public room was deleted. All users except the banned ones were members. */
        void publicRoomRemoved(RoomId room, Set<UserId> banned);

        /**
         * A user was renamed, got another picture or was deleted, so messages that were read before show an old name or picture; or the
         * user has blocked or unblocked others.
         */
        void authorChanged(UserId user);

        /** A node joined. It does not know the users on this node yet. */
        void appeared(NodeId node);

        /** A node left with all its users. Signals that it had not sent yet are lost. */
        void vanished(NodeId node);

        /** Signals from any node may have been lost, including those about deleted rooms and about added and removed members. */
        void resumed();
    }
}
