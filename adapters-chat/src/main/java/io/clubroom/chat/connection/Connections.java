package io.clubroom.chat.connection;

import io.clubroom.chat.ChatSettings;
import io.clubroom.chat.metrics.ChatMetrics;
import io.clubroom.chat.room.ChatRooms;
import io.clubroom.domain.auth.TokenRevocations;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.runtime.graceful.GracefulShutdownCapable;
import io.netty.channel.Channel;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
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
    private static final Duration REVOCATION_INTERVAL = Duration.ofMillis(200);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    private final ChatSettings settings;
    private final Authentication authentication;
    private final ChatRooms rooms;
    private final TokenRevocations revocations;
    private final InstantSource clock;
    private final ChatMetrics metrics;
    private final Set<Channel> listeners = ConcurrentHashMap.newKeySet();
    private final Set<ChatConnection> open = ConcurrentHashMap.newKeySet();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("chat-connections").unstarted(this::run);
    private volatile boolean stopping;

    Connections(
            ChatSettings settings,
            Authentication authentication,
            ChatRooms rooms,
            TokenRevocations revocations,
            InstantSource clock,
            ChatMetrics metrics) {
        this.settings = settings;
        this.authentication = authentication;
        this.rooms = rooms;
        this.revocations = revocations;
        this.clock = clock;
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

    ChatConnection newConnection(Channel channel, @Nullable String token) {
        return new ChatConnection(this, settings, authentication, rooms, metrics, channel, token);
    }

    /** Adds a connection that has been opened. */
    void add(ChatConnection connection) {
        open.add(connection);
        if (stopping) {
            connection.closeForRestart();
        }
    }

    void remove(ChatConnection connection) {
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
        List<ChatConnection> closing = List.copyOf(open);
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
            LockSupport.parkNanos(REVOCATION_INTERVAL.toNanos());
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
        for (ChatConnection connection : open) {
            try {
                connection.check(now, revocations);
            } catch (RuntimeException bug) {
                LOG.error("Cannot check a chat connection", bug);
            }
        }
    }

    /** Checks a connection that has just been authenticated: its token may have been revoked after it was verified. */
    void authenticated(ChatConnection connection) {
        connection.check(clock.instant(), revocations);
    }
}
