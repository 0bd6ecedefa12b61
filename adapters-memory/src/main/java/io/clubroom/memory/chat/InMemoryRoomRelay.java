package io.clubroom.memory.chat;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.user.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Relays signals between nodes in one process. */
public final class InMemoryRoomRelay implements RoomRelay {
    /** Connects the relays of all nodes. */
    public static final class Network {
        private final List<InMemoryRoomRelay> nodes = new CopyOnWriteArrayList<>();
    }

    private final Network network;
    private final Transactions transactions;
    private volatile NodeId node;
    private volatile @Nullable Listener listener;

    /** @param transactions the transactions of this node */
    public InMemoryRoomRelay(Network network, Transactions transactions) {
        this.network = network;
        this.transactions = transactions;
        this.node = new NodeId(UUID.randomUUID());
    }

    @Override
    public void send(RoomSignal signal) {
        tellOthers(heard -> heard.heard(node, signal));
    }

    @Override
    public void stored(RoomId room, long change) {
        tellAll(heard -> heard.heard(node, new RoomSignal.Reached(room, change)));
    }

    @Override
    public void read(RoomSignal.Read read) {
        tellAll(heard -> heard.heard(node, read));
    }

    @Override
    public void roomDeleted(RoomId room) {
        transactions.afterCommit(() -> tellAll(heard -> heard.roomDeleted(room)));
    }

    @Override
    public void memberRemoved(RoomId room, UserId user, Departure reason) {
        transactions.afterCommit(() -> tellAll(heard -> heard.memberRemoved(room, user, reason)));
    }

    @Override
    public void membersAdded(RoomId room, Collection<UserId> users) {
        List<UserId> added = List.copyOf(users);
        transactions.afterCommit(() -> added.forEach(user -> tellAll(heard -> heard.memberAdded(room, user))));
    }

    @Override
    public void publicRoomAdded(RoomId room) {
        transactions.afterCommit(() -> tellAll(heard -> heard.publicRoomAdded(room)));
    }

    @Override
    public void publicRoomRemoved(RoomId room, Collection<UserId> banned) {
        Set<UserId> excepted = Set.copyOf(banned);
        transactions.afterCommit(() -> tellAll(heard -> heard.publicRoomRemoved(room, excepted)));
    }

    @Override
    public void authorChanged(UserId user) {
        tellAll(heard -> heard.authorChanged(user));
    }

    @Override
    public void listen(Listener listener) {
        this.listener = listener;
        // Joined before it is announced, so that it receives the replies of the others.
        network.nodes.add(this);
        announce(listener);
    }

    private void announce(Listener listener) {
        for (InMemoryRoomRelay other : network.nodes) {
            if (other != this) {
                other.hear(heard -> heard.appeared(node));
                listener.appeared(other.node);
            }
        }
    }

    @Override
    public void reconnect() {
        Listener present = listener;
        if (present != null) {
            cut();
            node = new NodeId(UUID.randomUUID());
            network.nodes.add(this);
            present.resumed();
            announce(present);
        }
    }

    /** Disconnects the node, as if it had crashed. */
    public void cut() {
        network.nodes.remove(this);
        tellOthers(heard -> heard.vanished(node));
    }

    private void tellAll(Consumer<Listener> news) {
        hear(news);
        tellOthers(news);
    }

    private void tellOthers(Consumer<Listener> news) {
        for (InMemoryRoomRelay other : network.nodes) {
            if (other != this) {
                other.hear(news);
            }
        }
    }

    private void hear(Consumer<Listener> news) {
        Listener present = listener;
        if (present != null) {
            news.accept(present);
        }
    }
}
