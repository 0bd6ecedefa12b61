package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomSignal;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries signals between the nodes that use one database, with its notifications: over one connection that listens and one that
 * speaks. When one of them breaks, both are made anew, and the node appears to the others as another one: so each tells the other
 * again who is where, and what was lost in between does not matter.
 */
@Singleton
@Requires(property = "clubroom.chat.relay", value = "postgres")
public final class PostgresRoomRelay implements RoomRelay {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresRoomRelay.class);
    private static final String CHANNEL = "clubroom_chat";

    /** What gathers in this time goes out together: at most 66 times a second. */
    private static final Duration GATHERING = Duration.ofMillis(15);

    /** A node that has nothing to say says that it is there. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    /** A node that was not heard for so long is gone. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private static final Duration PAUSE = Duration.ofMillis(200);

    /** More would be said again anyway when the others can be reached. */
    private static final int MAX_WAITING = 50_000;

    private final OwnConnections connections;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<RoomId, Long> reached = new LinkedHashMap<>();
    private List<RoomSignal> others = new ArrayList<>();
    private volatile boolean stopping;
    private volatile @Nullable Listener listener;
    private volatile @Nullable Session session;
    private @Nullable Thread thread;

    PostgresRoomRelay(OwnConnections connections) {
        this.connections = connections;
    }

    @Override
    public void send(RoomSignal signal) {
        Listener present = listener;
        lock.lock();
        try {
            if (signal instanceof RoomSignal.Reached(RoomId room, long seq)) {
                reached.merge(room, seq, Math::max);
            } else if (others.size() < MAX_WAITING) {
                others.add(signal);
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
        Session current = session;
        if (signal instanceof RoomSignal.Closed && present != null) {
            present.heard(current == null ? new NodeId(new UUID(0, 0)) : current.node, signal);
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
            current.farewell();
        }
        if (thread != null) {
            thread.interrupt();
            thread.join(Duration.ofSeconds(2));
        }
    }

    /** Begins a session after the other. */
    private void run(Listener heard) {
        boolean lost = false;
        while (!stopping) {
            Session next = new Session(heard);
            session = next;
            try {
                next.open();
                if (lost) {
                    LOG.info("The relay between the nodes is back");
                    lost = false;
                }
                heard.resumed();
                next.listen();
            } catch (SQLException | RuntimeException failure) {
                if (!lost && !stopping) {
                    LOG.warn("The relay between the nodes is interrupted: {}", failure.getMessage());
                    lost = true;
                }
            } finally {
                next.close();
            }
            pause();
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Session {
        final NodeId node = new NodeId(UUID.randomUUID());
        private final Listener heard;
        private final Map<NodeId, Long> nodes = new HashMap<>();
        private volatile boolean broken;
        private @Nullable Connection listening;
        private @Nullable Connection speaking;
        private @Nullable Thread speaker;

        Session(Listener heard) {
            this.heard = heard;
        }

        void open() throws SQLException {
            Connection ears = connections.open();
            listening = ears;
            try (Statement statement = ears.createStatement()) {
                statement.execute("LISTEN " + CHANNEL);
            }
            Connection mouth = connections.open();
            speaking = mouth;
            lock.lock();
            try {
                // Who is here is said anew; that a room is gone is said once.
                others.removeIf(signal -> !(signal instanceof RoomSignal.Closed));
            } finally {
                lock.unlock();
            }
            speaker = Thread.ofPlatform().daemon().name("room-relay-speaker").start(() -> speak(mouth));
        }

        void listen() throws SQLException {
            Connection ears = listening;
            if (ears == null) {
                return;
            }
            PGConnection notifications = ears.unwrap(PGConnection.class);
            long nextQuestion = System.nanoTime() + SILENCE.toNanos();
            while (!stopping && !broken) {
                PGNotification[] news = notifications.getNotifications((int) HEARTBEAT.toMillis());
                long now = System.nanoTime();
                if (news != null) {
                    for (PGNotification one : news) {
                        hear(one.getParameter(), now);
                    }
                }
                if (now > nextQuestion) {
                    // A connection that broke silently would be listened to for ever.
                    try (Statement statement = ears.createStatement()) {
                        statement.execute("SELECT 1");
                    }
                    nextQuestion = now + SILENCE.toNanos();
                }
                nodes.entrySet().removeIf(entry -> {
                    boolean gone = now - entry.getValue() > SILENCE.toNanos();
                    if (gone) {
                        heard.vanished(entry.getKey());
                    }
                    return gone;
                });
            }
        }

        private void hear(String text, long now) {
            Bulletin bulletin;
            try {
                bulletin = Bulletin.parse(text);
            } catch (RuntimeException unreadable) {
                LOG.warn("The relay between the nodes carries something unreadable");
                return;
            }
            if (bulletin.node().equals(node)) {
                return;
            }
            if (nodes.put(bulletin.node(), now) == null) {
                heard.appeared(bulletin.node());
            }
            bulletin.signals().forEach(signal -> heard.heard(bulletin.node(), signal));
            if (bulletin.isLast()) {
                nodes.remove(bulletin.node());
                heard.vanished(bulletin.node());
            }
        }

        private void speak(Connection mouth) {
            try {
                while (!stopping && !broken) {
                    List<RoomSignal> signals = gathered();
                    try {
                        say(mouth, new Bulletin(node, false, signals));
                    } catch (SQLException failure) {
                        again(signals);
                        throw failure;
                    }
                    Thread.sleep(GATHERING);
                }
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            } catch (SQLException failure) {
                broken = true;
            }
        }

        /** What there is to say; nothing if there is nothing for a while. */
        private List<RoomSignal> gathered() throws InterruptedException {
            lock.lock();
            try {
                long left = HEARTBEAT.toNanos();
                while (others.isEmpty() && reached.isEmpty() && left > 0 && !stopping && !broken) {
                    left = changed.awaitNanos(left);
                }
                List<RoomSignal> signals = others;
                others = new ArrayList<>();
                reached.forEach((room, seq) -> signals.add(new RoomSignal.Reached(room, seq)));
                reached.clear();
                return signals;
            } finally {
                lock.unlock();
            }
        }

        private void again(List<RoomSignal> signals) {
            for (RoomSignal signal : signals) {
                lock.lock();
                try {
                    if (signal instanceof RoomSignal.Reached(RoomId room, long seq)) {
                        reached.merge(room, seq, Math::max);
                    } else if (signal instanceof RoomSignal.Closed) {
                        others.add(signal);
                    }
                } finally {
                    lock.unlock();
                }
            }
        }

        private void say(Connection mouth, Bulletin bulletin) throws SQLException {
            try (PreparedStatement statement = mouth.prepareStatement("SELECT pg_notify('" + CHANNEL + "', ?)")) {
                for (String text : bulletin.texts()) {
                    statement.setString(1, text);
                    statement.execute();
                }
            }
        }

        /** Tells the others that this node has nothing more to say. */
        void farewell() throws InterruptedException {
            Connection mouth = speaking;
            if (speaker != null) {
                speaker.join(Duration.ofSeconds(2));
            }
            if (mouth != null) {
                try {
                    lock.lock();
                    List<RoomSignal> signals;
                    try {
                        signals = others;
                        others = new ArrayList<>();
                        reached.forEach((room, seq) -> signals.add(new RoomSignal.Reached(room, seq)));
                        reached.clear();
                    } finally {
                        lock.unlock();
                    }
                    say(mouth, new Bulletin(node, true, signals));
                } catch (SQLException unreachable) {
                    // They will notice the silence.
                    LOG.debug("The other nodes were not told that this one stops", unreachable);
                }
            }
        }

        void close() {
            broken = true;
            if (speaker != null) {
                speaker.interrupt();
            }
            close(listening);
            if (!stopping) {
                close(speaking);
            }
        }

        private void close(@Nullable Connection connection) {
            if (connection != null) {
                try {
                    connection.close();
                } catch (SQLException alreadyBroken) {
                    // It is given up anyway.
                }
            }
        }
    }
}
