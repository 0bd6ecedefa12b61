package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.JdbcTransactions;
import io.clubroom.persistence.OwnConnections;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Relays signals between the nodes on one database with {@code LISTEN} and {@code NOTIFY}, using one connection for each. When a connection
 * breaks, both are reopened under a new node id. The other nodes treat this one as a new node, so both sides send their connected users
 * again, and lost signals do no harm.
 *
 * <p>The deletion of a room and changes of its members are announced by the transactions that make them: PostgreSQL sends their
 * notifications if and only if they commit.
 */
@Singleton
@Requires(property = "clubroom.chat.relay", value = "postgres")
public final class PostgresRoomRelay implements RoomRelay {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresRoomRelay.class);
    private static final String CHANNEL = "clubroom_chat";

    /** The interval at which signals are sent together: at most 66 messages per second. */
    private static final Duration SEND_INTERVAL = Duration.ofMillis(15);

    /** The interval at which an idle node sends an empty message. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    /** The time without a message after which a node is considered stopped. */
    private static final Duration NODE_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration RECONNECT_DELAY = Duration.ofMillis(200);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    /** The maximum number of queued signals, and of changed authors. Beyond it, they are dropped and the node reconnects under a new id. */
    public static final int MAX_QUEUED = 50_000;

    private final OwnConnections connections;
    private final JdbcTransactions transactions;
    private final RoomRows rows;

    /** The sender id of signals that are also delivered to this node. */
    private final NodeId notifier = new NodeId(UUID.randomUUID());

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<RoomId, Long> reached = new LinkedHashMap<>();
    private final Set<UserId> changedAuthors = new LinkedHashSet<>();
    private List<RoomSignal> queued = new ArrayList<>();
    private volatile boolean stopping;
    private volatile @Nullable Listener listener;
    private volatile @Nullable Session session;
    private @Nullable Thread thread;

    PostgresRoomRelay(OwnConnections connections, JdbcTransactions transactions, RoomRows rows) {
        this.connections = connections;
        this.transactions = transactions;
        this.rows = rows;
    }

    @Override
    public void send(RoomSignal signal) {
        lock.lock();
        try {
            if (signal instanceof RoomSignal.Reached(RoomId room, long change)) {
                reached.merge(room, change, Math::max);
            } else if (queued.size() < MAX_QUEUED) {
                queued.add(signal);
            } else {
                reconnect();
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void stored(RoomId room, long change) {
        broadcast(new RoomSignal.Reached(room, change));
    }

    @Override
    public void read(RoomSignal.Read read) {
        broadcast(read);
    }

    private void broadcast(RoomSignal signal) {
        send(signal);
        Listener local = listener;
        if (local != null) {
            local.heard(notifier, signal);
        }
    }

    @Override
    public void roomDeleted(RoomId room) {
        for (String payload : RelayMessage.roomDeleted(notifier, room).payloads()) {
            rows.sendNotification(CHANNEL, payload);
        }
        transactions.afterCommit(() -> {
            Listener local = listener;
            if (local != null) {
                local.roomDeleted(room);
            }
        });
    }

    /** This node receives the notification as well. If it is disconnected, {@link Listener#resumed()} is called after it reconnects. */
    @Override
    public void memberRemoved(RoomId room, UserId user, Departure reason) {
        notifyMemberships(List.of(new MembershipChange.Removed(room, user, reason)));
    }

    /** Delivered as by {@link #memberRemoved}. */
    @Override
    public void membersAdded(RoomId room, Collection<UserId> users) {
        if (!users.isEmpty()) {
            notifyMemberships(users.stream()
                    .<MembershipChange>map(user -> new MembershipChange.Added(room, user))
                    .toList());
        }
    }

    /** Delivered as by {@link #memberRemoved}. */
    @Override
    public void publicRoomAdded(RoomId room) {
        notifyMemberships(List.of(new MembershipChange.PublicRoomAdded(room)));
    }

    /** Delivered as by {@link #memberRemoved}. */
    @Override
    public void publicRoomRemoved(RoomId room, Collection<UserId> banned) {
        if (banned.size() <= MembershipChange.MAX_BANNED) {
            notifyMemberships(List.of(new MembershipChange.PublicRoomRemoved(room, Set.copyOf(banned))));
        }
    }

    private void notifyMemberships(List<MembershipChange> changes) {
        for (String payload : RelayMessage.memberships(notifier, changes).payloads()) {
            rows.sendNotification(CHANNEL, payload);
        }
    }

    private static void dispatch(Listener listener, MembershipChange change) {
        switch (change) {
            case MembershipChange.Added(RoomId room, UserId user) -> listener.memberAdded(room, user);
            case MembershipChange.Removed(RoomId room, UserId user, Departure reason) ->
                listener.memberRemoved(room, user, reason);
            case MembershipChange.PublicRoomAdded(RoomId room) -> listener.publicRoomAdded(room);
            case MembershipChange.PublicRoomRemoved(RoomId room, Set<UserId> banned) ->
                listener.publicRoomRemoved(room, banned);
        }
    }

    @Override
    public void authorChanged(UserId user) {
        Listener local = listener;
        lock.lock();
        try {
            if (changedAuthors.size() < MAX_QUEUED) {
                changedAuthors.add(user);
            } else {
                reconnect();
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
        if (local != null) {
            local.authorChanged(user);
        }
    }

    @Override
    public void reconnect() {
        Session current = session;
        if (current != null) {
            current.broken = true;
        }
    }

    @Override
    public void listen(Listener newListener) {
        listener = newListener;
        thread = Thread.ofPlatform().daemon().name("room-relay").start(() -> run(newListener));
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stopping = true;
        lock.lock();
        try {
            changed.signal();
        } finally {
            lock.unlock();
        }
        Session current = session;
        if (current != null) {
            current.sendLast();
        }
        if (thread != null) {
            thread.interrupt();
            thread.join(STOP_TIMEOUT);
        }
    }

    private void run(Listener receiver) {
        boolean interrupted = false;
        long lastWorking = System.nanoTime();
        while (!stopping) {
            Session next = new Session(receiver);
            session = next;
            try {
                next.open();
                if (interrupted) {
                    LOG.info("Relay between nodes restored");
                    interrupted = false;
                }
                receiver.resumed();
                try {
                    next.receive();
                } finally {
                    lastWorking = System.nanoTime();
                }
            } catch (SQLException | RuntimeException failure) {
                // An outage of the database is logged elsewhere.
                if (!interrupted
                        && !stopping
                        && connections.databaseIsUp()
                        && System.nanoTime() - lastWorking > NODE_TIMEOUT.toNanos()) {
                    LOG.warn("Relay between nodes interrupted: {}", failure.getMessage());
                    interrupted = true;
                }
            } finally {
                next.close();
            }
            sleep();
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(RECONNECT_DELAY);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Removes and returns everything that is queued. The caller must hold the lock. */
    private RelayMessage drain(NodeId node, RelayMessage.Kind kind) {
        List<RoomSignal> signals = queued;
        queued = new ArrayList<>();
        reached.forEach((room, change) -> signals.add(new RoomSignal.Reached(room, change)));
        reached.clear();
        List<UserId> authors = List.copyOf(changedAuthors);
        changedAuthors.clear();
        return new RelayMessage(node, kind, signals, authors, List.of(), List.of());
    }

    /** A pair of connections with their node id. */
    private final class Session {
        final NodeId node = new NodeId(UUID.randomUUID());
        private final Listener receiver;
        private final Map<NodeId, Long> lastSeen = new HashMap<>();
        private volatile boolean broken;
        private @Nullable Connection receiving;
        private @Nullable Connection sending;
        private @Nullable Thread sender;

        Session(Listener receiver) {
            this.receiver = receiver;
        }

        void open() throws SQLException {
            Connection listen = connections.open();
            receiving = listen;
            try (Statement statement = listen.createStatement()) {
                statement.execute("LISTEN " + CHANNEL);
            }
            Connection notify = connections.open();
            sending = notify;
            lock.lock();
            try {
                // Connected users are sent again to every new node; changed authors are sent only once, so they are
                // kept.
                queued.clear();
            } finally {
                lock.unlock();
            }
            sender = Thread.ofPlatform().daemon().name("room-relay-sender").start(() -> send(notify));
        }

        void receive() throws SQLException {
            Connection connection = receiving;
            if (connection == null) {
                return;
            }
            PGConnection notifications = connection.unwrap(PGConnection.class);
            long nextProbe = System.nanoTime() + NODE_TIMEOUT.toNanos();
            while (!stopping && !broken) {
                PGNotification[] received = notifications.getNotifications((int) HEARTBEAT.toMillis());
                long now = System.nanoTime();
                if (received != null) {
                    for (PGNotification notification : received) {
                        receive(notification.getParameter(), now);
                    }
                }
                if (now > nextProbe) {
                    // Detects a silently broken connection, which receiving alone does not.
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("SELECT 1");
                    }
                    nextProbe = now + NODE_TIMEOUT.toNanos();
                }
                lastSeen.entrySet().removeIf(entry -> {
                    boolean gone = now - entry.getValue() > NODE_TIMEOUT.toNanos();
                    if (gone) {
                        receiver.vanished(entry.getKey());
                    }
                    return gone;
                });
            }
        }

        private void receive(String payload, long now) {
            RelayMessage message;
            try {
                message = RelayMessage.parse(payload);
            } catch (RuntimeException malformed) {
                LOG.warn("Malformed notification on channel {} ignored", CHANNEL);
                return;
            }
            NodeId sender = message.sender();
            if (sender.equals(node)) {
                return;
            }
            message.memberships().forEach(change -> dispatch(receiver, change));
            if (sender.equals(notifier)) {
                // This node has already been notified, unless the answer to its commit was lost. UNKNOWN makes it check
                // whether the room still exists.
                message.deletedRooms()
                        .forEach(room ->
                                receiver.heard(sender, new RoomSignal.Reached(room, RoomSignal.Reached.UNKNOWN)));
                return;
            }
            if (message.kind() != RelayMessage.Kind.NOTICE && lastSeen.put(sender, now) == null) {
                receiver.appeared(sender);
            }
            message.deletedRooms().forEach(receiver::roomDeleted);
            message.authors().forEach(receiver::authorChanged);
            message.signals().forEach(signal -> receiver.heard(sender, signal));
            if (message.kind() == RelayMessage.Kind.LAST) {
                lastSeen.remove(sender);
                receiver.vanished(sender);
            }
        }

        private void send(Connection connection) {
            try {
                while (!stopping && !broken) {
                    RelayMessage message = awaitMessage();
                    try {
                        send(connection, message);
                    } catch (SQLException failure) {
                        requeue(message);
                        throw failure;
                    }
                    Thread.sleep(SEND_INTERVAL);
                }
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            } catch (SQLException failure) {
                broken = true;
            }
        }

        /** Waits for something to send; returns an empty message when the heartbeat is due. */
        private RelayMessage awaitMessage() throws InterruptedException {
            lock.lock();
            try {
                long left = HEARTBEAT.toNanos();
                while (queued.isEmpty()
                        && reached.isEmpty()
                        && changedAuthors.isEmpty()
                        && left > 0
                        && !stopping
                        && !broken) {
                    left = changed.awaitNanos(left);
                }
                return drain(node, RelayMessage.Kind.ORDINARY);
            } finally {
                lock.unlock();
            }
        }

        private void requeue(RelayMessage message) {
            lock.lock();
            try {
                changedAuthors.addAll(message.authors());
                for (RoomSignal signal : message.signals()) {
                    if (signal instanceof RoomSignal.Reached(RoomId room, long change)) {
                        reached.merge(room, change, Math::max);
                    }
                }
            } finally {
                lock.unlock();
            }
        }

        private void send(Connection connection, RelayMessage message) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement("SELECT pg_notify('" + CHANNEL + "', ?)")) {
                for (String payload : message.payloads()) {
                    statement.setString(1, payload);
                    statement.execute();
                }
            }
        }

        /** Sends the remaining signals, and announces that this node stops. */
        void sendLast() throws InterruptedException {
            Connection connection = sending;
            if (sender != null) {
                sender.join(STOP_TIMEOUT);
            }
            if (connection == null) {
                return;
            }
            RelayMessage message;
            lock.lock();
            try {
                message = drain(node, RelayMessage.Kind.LAST);
            } finally {
                lock.unlock();
            }
            try {
                send(connection, message);
            } catch (SQLException unreachable) {
                // The other nodes notice after NODE_TIMEOUT.
                LOG.debug("Cannot announce to other nodes that this one stops", unreachable);
            }
        }

        void close() {
            broken = true;
            if (sender != null) {
                sender.interrupt();
            }
            close(receiving);
            if (!stopping) {
                close(sending);
            }
        }

        private static void close(@Nullable Connection connection) {
            if (connection != null) {
                try {
                    connection.close();
                } catch (SQLException alreadyBroken) {
                    // The connection is abandoned in any case.
                }
            }
        }
    }
}
