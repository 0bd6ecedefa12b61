package io.clubroom.application.chat.live;

import static io.clubroom.application.chat.live.VirtualTime.MILLISECOND;
import static io.clubroom.application.chat.live.VirtualTime.SECOND;

import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.user.UserId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Relays signals between nodes within the contract of {@link RoomRelay}: those about one room arrive in order, others in any. Deletions of
 * rooms arrive in order, too, but independently of signals. A node that was cut off comes back under a new id, and is told that signals
 * may have been lost.
 */
final class SimulatedRelay {
    private static final long HEARTBEAT = 200 * MILLISECOND;
    private static final NodeId NOTIFIER = new NodeId(new UUID(2, 0));

    /** What a node tells the others. */
    private sealed interface News {
        /** @param incarnation of the room when it was sent */
        record Signal(RoomSignal signal, int incarnation) implements News {}

        record AuthorChanged(UserId user) implements News {}

        default boolean isReached() {
            return this instanceof Signal(RoomSignal.Reached _, int _);
        }

        /** The room in which the order matters. */
        default @Nullable RoomId room() {
            return this instanceof Signal(RoomSignal signal, int _) ? signal.room() : null;
        }
    }

    /** News that have not arrived. */
    private static final class InFlight {
        final News news;
        boolean dropped;

        InFlight(News news) {
            this.news = news;
        }
    }

    /** The news from one session to another about one room. */
    private static final class Channel {
        final List<InFlight> signals = new ArrayList<>();
        long lastArrival;
    }

    private record Route(Session to, @Nullable RoomId room) {}

    /** A node's connection to the relay. */
    private static final class Session {
        final NodeId id;
        final SimulatedNode node;
        final Set<NodeId> known = new LinkedHashSet<>();
        final Map<Route, Channel> channels = new LinkedHashMap<>();
        long lastNotice;
        boolean up = true;

        Session(NodeId id, SimulatedNode node) {
            this.id = id;
            this.node = node;
        }
    }

    private final Simulation simulation;
    private final List<Session> sessions = new ArrayList<>();
    /** What a node sends while it is cut off, or what could not be sent. */
    private final Map<SimulatedNode, List<News>> kept = new LinkedHashMap<>();

    private final Map<SimulatedNode, NodeId> lastIds = new LinkedHashMap<>();
    private long lastId;

    SimulatedRelay(Simulation simulation) {
        this.simulation = simulation;
    }

    private @Nullable Session session(SimulatedNode node) {
        for (Session session : sessions) {
            if (session.node == node) {
                return session;
            }
        }
        return null;
    }

    boolean isConnected(SimulatedNode node) {
        return session(node) != null;
    }

    void connect(SimulatedNode node) {
        if (!node.isAlive() || isConnected(node)) {
            return;
        }
        Session session = new Session(new NodeId(new UUID(2, ++lastId)), node);
        simulation.trace("relay", () -> node + " connects as " + Words.of(session.id));
        sessions.add(session);
        lastIds.put(node, session.id);
        node.input(new Input.RelayResumed());
        for (Session other : List.copyOf(sessions)) {
            if (other != session) {
                heartbeat(session, other);
                heartbeat(other, session);
            }
        }
        List<News> unsent = kept.remove(node);
        if (unsent != null) {
            unsent.forEach(news -> send(session, news));
        }
    }

    private void heartbeat(Session from, Session to) {
        simulation.time.after(simulation.dice.between(0, HEARTBEAT), () -> {
            if (from.up) {
                arrive(from, to, null);
            }
        });
    }

    /** A user was renamed or deleted through this node. */
    void authorChanged(SimulatedNode node, UserId user) {
        News news = new News.AuthorChanged(user);
        Session session = session(node);
        if (session == null) {
            keep(node, news);
        } else {
            send(session, news);
        }
        node.input(new Input.AuthorChanged(user));
    }

    void send(SimulatedNode node, RoomSignal signal) {
        News news = new News.Signal(signal, simulation.store.incarnation(signal.room()));
        Session session = session(node);
        if (session == null) {
            keep(node, news);
        } else {
            send(session, news);
        }
    }

    /** All nodes are told what a user has read. */
    void read(SimulatedNode node, RoomSignal.Read read) {
        node.input(new Input.PeerSignal(NOTIFIER, read));
        send(node, read);
    }

    /** A room was deleted through this node: the commit tells all nodes that are connected at this moment. */
    void roomDeleted(SimulatedNode node, Input.RoomDeleted news) {
        // A node may have missed the answer of the commit, so it looks whether the room is gone.
        Input hint = new Input.PeerSignal(NOTIFIER, new RoomSignal.Reached(news.room(), RoomSignal.Reached.UNKNOWN));
        for (Session to : sessions) {
            long arrival = simulation.time.now() + simulation.dice.latency(2 * simulation.plan.latency());
            to.lastNotice = Math.max(arrival, to.lastNotice);
            simulation.time.at(to.lastNotice, () -> {
                if (to.up) {
                    to.node.input(to.node == node ? hint : news);
                } else {
                    simulation.coverage.count("fault: lost signal");
                }
            });
        }
    }

    /** A user was removed from a room: the commit tells all nodes that are connected at this moment. */
    void userRemoved(Input.UserRemoved news) {
        for (Session to : sessions) {
            long arrival = simulation.time.now() + simulation.dice.latency(2 * simulation.plan.latency());
            to.lastNotice = Math.max(arrival, to.lastNotice);
            simulation.time.at(to.lastNotice, () -> {
                if (to.up) {
                    to.node.input(news);
                } else {
                    simulation.coverage.count("fault: lost signal");
                }
            });
        }
    }

    private void keep(SimulatedNode node, News news) {
        if (news.isReached() || news instanceof News.AuthorChanged) {
            kept.computeIfAbsent(node, _ -> new ArrayList<>()).add(news);
        } else {
            simulation.coverage.count("fault: lost signal");
        }
    }

    private void send(Session from, News news) {
        for (Session to : List.copyOf(sessions)) {
            if (to == from) {
                continue;
            }
            Channel channel = from.channels.computeIfAbsent(new Route(to, news.room()), _ -> new Channel());
            if (news.isReached()
                    && !channel.signals.isEmpty()
                    && channel.signals.getLast().news.isReached()
                    && simulation.dice.chance(0.5)) {
                simulation.coverage.count("fault: merged signals");
                channel.signals.getLast().dropped = true;
            }
            transmit(from, to, channel, news);
            if (news instanceof News.Signal(RoomSignal.Present _, int _) && simulation.dice.chance(0.2)) {
                simulation.coverage.count("fault: repeated signal");
                transmit(from, to, channel, news);
            }
        }
    }

    private void transmit(Session from, Session to, Channel channel, News news) {
        InFlight flying = new InFlight(news);
        channel.signals.add(flying);
        long arrival = simulation.time.now() + simulation.dice.latency(2 * simulation.plan.latency());
        channel.lastArrival = Math.max(arrival, channel.lastArrival);
        simulation.time.at(channel.lastArrival, () -> {
            channel.signals.remove(flying);
            if (!flying.dropped) {
                arrive(from, to, news);
            }
        });
    }

    /** @param news null if only a heartbeat arrives */
    private void arrive(Session from, Session to, @Nullable News news) {
        if (!to.up) {
            simulation.coverage.count("fault: lost signal");
            return;
        }
        if (to.known.add(from.id)) {
            to.node.input(new Input.PeerAppeared(from.id));
        }
        if (news instanceof News.Signal(RoomSignal signal, int incarnation)) {
            // Rooms in which readings are told to others have random ids, which no later room has.
            if (!(signal instanceof RoomSignal.Read) || incarnation == simulation.store.incarnation(signal.room())) {
                to.node.input(new Input.PeerSignal(from.id, signal));
            }
        } else if (news instanceof News.AuthorChanged(UserId user)) {
            to.node.input(new Input.AuthorChanged(user));
        }
        if (!from.up) {
            // Its last signals arrive after its end.
            expectEnd(from, to);
        }
    }

    /** Cuts a node off: what it is sent is lost, what it has sent may be. */
    void cut(SimulatedNode node) {
        Session session = session(node);
        if (session == null) {
            return;
        }
        simulation.trace("relay", () -> node + " is cut off");
        session.up = false;
        sessions.remove(session);
        session.channels.values().forEach(channel -> {
            if (simulation.dice.chance(0.5)) {
                for (InFlight flying : channel.signals) {
                    if (!flying.dropped) {
                        flying.dropped = true;
                        keep(node, flying.news);
                    }
                }
            }
        });
        for (Session other : sessions) {
            expectEnd(session, other);
        }
    }

    private void expectEnd(Session gone, Session other) {
        // What a crashed node had begun to store has been stored by then.
        long timeout = SimulatedStore.AFTERLIFE + simulation.dice.between(50 * MILLISECOND, 3 * SECOND);
        simulation.time.after(timeout, () -> {
            if (other.up && other.known.remove(gone.id)) {
                other.node.input(new Input.PeerVanished(gone.id));
            }
        });
    }

    /** Cuts off a node that has crashed: what it has kept is lost. */
    void crash(SimulatedNode node) {
        if (!isKnownToAll(node)) {
            // Nobody notices the crash, so nobody looks for messages that were not announced.
            simulation.excuseSilence();
            simulation.readingChecks.excuse();
        }
        cut(node);
        kept.remove(node);
    }

    /** Whether all other nodes will notice that this one crashes, or has crashed. */
    boolean isKnownToAll(SimulatedNode node) {
        NodeId id = lastIds.get(node);
        return sessions.stream().allMatch(other -> other.node == node || (id != null && other.known.contains(id)))
                && (isConnected(node) || !node.isAlive());
    }
}
