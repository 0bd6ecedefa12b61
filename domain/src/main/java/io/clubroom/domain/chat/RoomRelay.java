package io.clubroom.domain.chat;

/**
 * Carries signals between the nodes. They are hints: one may be lost, then {@link Listener#resumed()} is called; what they are about
 * is in the store.
 */
public interface RoomRelay {
    /**
     * Tells all other nodes, and of a {@link RoomSignal.Closed} this one too. Returns at once; signals about one room arrive in their
     * order, and of several {@link RoomSignal.Reached} only the last need arrive.
     */
    void send(RoomSignal signal);

    /** From now on this listener hears what there is to hear; there is one on a node. */
    void listen(Listener listener);

    /** Hears signals, one after the other; must return at once. */
    interface Listener {
        void heard(NodeId node, RoomSignal signal);

        /** A node is there that was not, and knows nothing of the users on this one. */
        void appeared(NodeId node);

        /** A node is gone, and its users with it; signals that it did not get to send are lost. */
        void vanished(NodeId node);

        /** Signals of any node may have been lost. */
        void resumed();
    }
}
