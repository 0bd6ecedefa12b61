package io.clubroom.chat.connection;

import io.clubroom.chat.Bounds;
import io.clubroom.chat.ChatSettings;
import io.clubroom.chat.dispatch.ChatDispatcher;
import io.clubroom.chat.dispatch.ReadingQueue;
import io.clubroom.chat.feed.FeedDispatcher;
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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All chat connections of this node. Checks every second, and within {@link #MEMORY_CHECK_INTERVAL} after a token was revoked, whether a
 * connection must be pinged or closed. Checking thousands of connections more often would use a considerable share of a core.
 */
@Context
// After readiness has turned 503, and before the framework closes connections that have no pending request.
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
public final class Connections implements GracefulShutdownCapable, ConnectionFactory {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);
    private static final Duration MEMORY_CHECK_INTERVAL = Duration.ofMillis(200);
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    private final ChatSettings settings;
    private final Authentication authentication;
    private final Reporting reporting;
    private final TypingNotices typingNotices;
    private final ReadingQueue readings;
    private final ChatDispatcher dispatcher;
    private final FeedDispatcher feeds;
    private final TokenRevocations revocations;
    private final InstantSource clock;
    private final DirectMemory memory;
    private final ChatMetrics metrics;
    private final Set<Channel> listeners = ConcurrentHashMap.newKeySet();
    private final Set<ClientConnection> open = ConcurrentHashMap.newKeySet();
    /** The bytes of incompletely received messages, over all connections. */
    private final AtomicLong incomplete = new AtomicLong();

    private final ConnectedUsers users = new ConnectedUsers();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("chat-connections").unstarted(this::run);
    /** Confined to {@link #thread}, like {@link #closedSinceLogged}. */
    private long lastLogged = System.nanoTime() - LOG_INTERVAL.toNanos();

    private int closedSinceLogged;
    private volatile boolean stopping;

    Connections(
            ChatSettings settings,
            Authentication authentication,
            Reporting reporting,
            TypingNotices typingNotices,
            ReadingQueue readings,
            ChatDispatcher dispatcher,
            FeedDispatcher feeds,
            TokenRevocations revocations,
            InstantSource clock,
            DirectMemory memory,
            ChatMetrics metrics) {
        this.settings = settings;
        this.authentication = authentication;
        this.reporting = reporting;
        this.typingNotices = typingNotices;
        this.readings = readings;
        this.dispatcher = dispatcher;
        this.feeds = feeds;
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

    /** The users with authenticated connections. */
    public ConnectedUsers users() {
        return users;
    }

    private long pendingBytes() {
        return open.stream()
                .mapToLong(connection -> connection.socket().pendingBytes())
                .sum();
    }

    /** Registers a server channel, which {@link #stop} closes. */
    public void addListener(Channel listener) {
        listeners.add(listener);
    }

    @Override
    public WebSocketConnection create(Channel channel, @Nullable String token, @Nullable Integer protocol) {
        return newConnection(channel, token, protocol).socket();
    }

    ClientConnection newConnection(Channel channel, @Nullable String token, @Nullable Integer protocol) {
        // Randomized, so that clients that connect at the same time, as after a restart, are not pinged at the same
        // time.
        long interval = WebSocketConnection.PING_INTERVAL.toNanos();
        Duration firstPing = Duration.ofNanos(ThreadLocalRandom.current().nextLong(interval / 2, interval));
        return newConnection(channel, token, protocol, firstPing);
    }

    /** @param firstPing the idle time before the first ping */
    ClientConnection newConnection(
            Channel channel, @Nullable String token, @Nullable Integer protocol, Duration firstPing) {
        return new ClientConnection(
                this,
                settings,
                authentication,
                reporting,
                typingNotices,
                readings,
                dispatcher,
                feeds,
                metrics,
                channel,
                token,
                protocol,
                firstPing);
    }

    /** Counts a new connection of the user; returns false if there are too many. */
    boolean admit(UserId user) {
        return users.admit(user, settings.connectionsPerUser());
    }

    /** Counts that an admitted connection of the user was closed. */
    void release(UserId user) {
        users.release(user);
    }

    /** Adds an open connection. */
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

    /** Stops accepting clients and closes all connections, spread over time; then waits up to two seconds for the clients to answer. */
    @PreDestroy
    public void stop() {
        if (stopping) {
            return;
        }
        stopping = true;
        thread.interrupt();
        // First of all, so that clients that reconnect immediately reach another node.
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
            LockSupport.parkNanos(MEMORY_CHECK_INTERVAL.toNanos());
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

    /** Adds to the bytes of incomplete messages, or subtracts if negative. Called on the event loop of the connection. */
    void hold(ClientConnection connection, int bytes) {
        long total = incomplete.addAndGet(bytes);
        long max = memory.maxIncomplete();
        if (bytes > 0 && total > max) {
            LockSupport.unpark(thread);
            // The other event loops may be too busy to close their connections.
            if (total > 2 * max && connection.socket().incompleteBytes() >= total / Math.max(1, open.size())) {
                connection.abort();
            }
        }
    }

    /**
     * Closes connections if direct memory is scarce: those with the largest backlogs and those with the largest incomplete messages, until
     * enough memory is released.
     *
     * <p>The limits of each connection do not limit their total.
     */
    void relieveMemory() {
        closeLargest(
                memory.excess(),
                Bounds.MIN_BACKLOG_BYTES,
                connection -> connection.socket().pendingBytes(),
                ClientConnection::closeForMemory,
                "backlogs");
        long max = memory.maxIncomplete();
        long excess = incomplete.get() - max;
        closeLargest(
                excess <= 0 ? 0 : excess + max / 4,
                1,
                connection -> connection.socket().incompleteBytes(),
                ClientConnection::abortForMemory,
                "incomplete messages");
    }

    private void closeLargest(
            long excess,
            int smallest,
            ToLongFunction<ClientConnection> bytes,
            Predicate<ClientConnection> close,
            String what) {
        if (excess <= 0) {
            return;
        }
        List<Use> uses = open.stream()
                .map(connection -> new Use(connection, bytes.applyAsLong(connection)))
                .filter(use -> use.bytes() >= smallest)
                .sorted(Comparator.comparingLong(Use::bytes).reversed())
                .toList();
        long left = excess;
        int closed = 0;
        for (Use use : uses) {
            if (left <= 0) {
                break;
            }
            left -= use.bytes();
            if (close.test(use.connection())) {
                closed++;
            }
        }
        closedSinceLogged += closed;
        if (closedSinceLogged > 0 && System.nanoTime() - lastLogged >= LOG_INTERVAL.toNanos()) {
            LOG.warn(
                    "Direct memory is scarce: closed the {} chat connections with the largest {}",
                    closedSinceLogged,
                    what);
            lastLogged = System.nanoTime();
            closedSinceLogged = 0;
        }
    }

    private record Use(ClientConnection connection, long bytes) {}

    /** Checks a newly authenticated connection again, because its token may have been revoked since it was verified. */
    void authenticated(ClientConnection connection) {
        connection.check(clock.instant(), revocations);
    }
}
