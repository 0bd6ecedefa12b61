package io.clubroom.chat.connection;

import io.clubroom.chat.Bounds;
import io.clubroom.chat.ChatSettings;
import io.clubroom.chat.dispatch.ChatDispatcher;
import io.clubroom.chat.metrics.ChatMetrics;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.user.UserId;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.runtime.graceful.GracefulShutdownCapable;
import io.netty.channel.Channel;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All chat connections of this node. Checks every second whether one must be pinged or closed, and soon after a token was revoked:
 * checking thousands of connections more often would take a good part of a processor.
 */
@Context
// Runs after the server has become not ready, and before the framework closes connections without a pending request.
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
public final class Connections implements GracefulShutdownCapable, ConnectionFactory {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);
    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    private final ChatSettings settings;
    private final Authentication authentication;
    private final ChatDispatcher dispatcher;
    private final TokenRevocations revocations;
    private final InstantSource clock;
    private final DirectMemory memory;
    private final ChatMetrics metrics;
    private final Set<Channel> listeners = ConcurrentHashMap.newKeySet();
    private final Set<ClientConnection> open = ConcurrentHashMap.newKeySet();
    private final Map<UserId, Integer> ofUser = new ConcurrentHashMap<>();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("chat-connections").unstarted(this::run);
    private volatile boolean stopping;

    Connections(
            ChatSettings settings,
            Authentication authentication,
            ChatDispatcher dispatcher,
            TokenRevocations revocations,
            InstantSource clock,
            DirectMemory memory,
            ChatMetrics metrics) {
        this.settings = settings;
        this.authentication = authentication;
        this.dispatcher = dispatcher;
        this.revocations = revocations;
        this.clock = clock;
        this.memory = memory;
        this.metrics = metrics;
        metrics.watch(open::size, this::pendingBytes);
        thread.start();
    }

    /** The number of open connections. */
    public int count() {
        return open.size();
    }

    private long pendingBytes() {
        return open.stream()
                .mapToLong(connection -> connection.socket().pendingBytes())
                .sum();
    }

    /** Adds a server channel, which no longer accepts clients once the server stops. */
    public void addListener(Channel listener) {
        listeners.add(listener);
    }

    @Override
    public WebSocketConnection create(Channel channel, @Nullable String token) {
        return newConnection(channel, token).socket();
    }

    ClientConnection newConnection(Channel channel, @Nullable String token) {
        // Clients that connect in the same second, as after a restart, are not pinged in the same second.
        long interval = WebSocketConnection.PING_INTERVAL.toNanos();
        Duration firstPing = Duration.ofNanos(ThreadLocalRandom.current().nextLong(interval / 2, interval));
        return newConnection(channel, token, firstPing);
    }

    /** @param firstPing the idle time before the first ping */
    ClientConnection newConnection(Channel channel, @Nullable String token, Duration firstPing) {
        return new ClientConnection(this, settings, authentication, dispatcher, metrics, channel, token, firstPing);
    }

    /** Counts a connection of the user; false if there are too many. */
    boolean admit(UserId user) {
        int count = ofUser.merge(user, 1, Integer::sum);
        if (count > settings.connectionsPerUser()) {
            release(user);
            return false;
        }
        return true;
    }

    /** A connection of the user that was admitted has been closed. */
    void release(UserId user) {
        ofUser.computeIfPresent(user, (_, count) -> count == 1 ? null : count - 1);
    }

    /** Adds a connection that has been opened. */
    void add(ClientConnection connection) {
        open.add(connection);
        if (stopping) {
            connection.closeForRestart();
        }
    }

    void remove(ClientConnection connection) {
        open.remove(connection);
    }

    @Override
    public CompletionStage<?> shutdownGracefully() {
        stop();
        return CompletableFuture.completedStage(null);
    }

    /**
     * Accepts no more clients and closes all connections, spread over time; then waits up to two seconds for the clients to answer.
     */
    @PreDestroy
    public void stop() {
        if (stopping) {
            return;
        }
        stopping = true;
        thread.interrupt();
        // Clients that reconnect at once must reach another node.
        listeners.forEach(listener -> listener.close().awaitUninterruptibly());
        List<ClientConnection> closing = List.copyOf(open);
        CloseSchedule schedule = new CloseSchedule(closing.size());
        long begin = System.nanoTime();
        for (int i = 0; i < closing.size(); i++) {
            parkUntil(begin + schedule.delay(i).toNanos());
            closing.get(i).closeForRestart();
        }
        long deadline = System.nanoTime() + STOP_TIMEOUT.toNanos();
        while (!open.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private static void parkUntil(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    private void run() {
        long seenChanges = revocations.changes();
        long lastCheck = System.nanoTime();
        while (!stopping) {
            LockSupport.parkNanos(INTERVAL.toNanos());
            relieveMemory();
            long changes = revocations.changes();
            if (changes != seenChanges || System.nanoTime() - lastCheck >= CHECK_INTERVAL.toNanos()) {
                seenChanges = changes;
                lastCheck = System.nanoTime();
                checkAll();
            }
        }
    }

    private void checkAll() {
        Instant now = clock.instant();
        for (ClientConnection connection : open) {
            try {
                connection.check(now, revocations);
            } catch (RuntimeException bug) {
                LOG.error("Cannot check a chat connection", bug);
            }
        }
    }

    /**
     * If direct memory is scarce, closes the connections for which the most bytes wait, until what they release is enough.
     *
     * <p>The outbound limit of a connection does not bound what all of them hold together.
     */
    void relieveMemory() {
        long excess = memory.excess();
        if (excess <= 0) {
            return;
        }
        List<Backlog> backlogs = open.stream()
                .map(connection -> new Backlog(connection, connection.socket().pendingBytes()))
                .filter(backlog -> backlog.bytes() >= Bounds.MIN_BACKLOG_BYTES)
                .sorted(Comparator.comparingLong(Backlog::bytes).reversed())
                .toList();
        int closed = 0;
        for (Backlog backlog : backlogs) {
            if (excess <= 0) {
                break;
            }
            excess -= backlog.bytes();
            if (backlog.connection().closeForMemory()) {
                closed++;
            }
        }
        if (closed > 0) {
            LOG.warn("Direct memory is scarce: {} chat connections with the largest backlogs closed", closed);
        }
    }

    /** @param bytes that wait for the client to read them */
    private record Backlog(ClientConnection connection, long bytes) {}

    /** Checks a connection that has just been authenticated: its token may have been revoked after it was verified. */
    void authenticated(ClientConnection connection) {
        connection.check(clock.instant(), revocations);
    }
}
