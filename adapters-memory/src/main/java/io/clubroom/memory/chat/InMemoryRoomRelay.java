package io.clubroom.memory.chat;

import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomSignal;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries signals between nodes that run in one process; with one node, nobody else hears it. */
public final class InMemoryRoomRelay implements RoomRelay {
    /** What the nodes have in common. */
    public static final class Network {
        private final List<InMemoryRoomRelay> nodes = new CopyOnWriteArrayList<>();
    }

    private final Network network;
    private final NodeId node;
    private volatile @Nullable Listener listener;

    /** The relay of one node. */
    public InMemoryRoomRelay(Network network) {
        this.network = network;
        this.node = new NodeId(UUID.randomUUID());
    }

    @Override
    public void send(RoomSignal signal) {
        for (InMemoryRoomRelay other : network.nodes) {
            if (other != this || signal instanceof RoomSignal.Closed) {
                other.hear(heard -> heard.heard(node, signal));
            }
        }
    }

    @Override
    public void listen(Listener listener) {
        this.listener = listener;
        // Before the others hear of it: what they answer at once must reach it.
        network.nodes.add(this);
        for (InMemoryRoomRelay other : network.nodes) {
            if (other != this) {
                other.hear(heard -> heard.appeared(node));
                listener.appeared(other.node);
            }
        }
    }

    /** Takes the node off the network, as if it had died. */
    public void cut() {
        network.nodes.remove(this);
        for (InMemoryRoomRelay other : network.nodes) {
            other.hear(heard -> heard.vanished(node));
        }
    }

    private void hear(Consumer<Listener> news) {
        Listener present = listener;
        if (present != null) {
            news.accept(present);
        }
    }
}
