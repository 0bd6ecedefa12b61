package io.clubroom.chat.connection;

import io.clubroom.chat.ChatConfiguration;
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
 * All connections of this node. Every second it looks whether one of them has come to its end, and soon after tokens were revoked: to look
 * at thousands of them all the time would take a good part of a processor.
 */
@Context
// First comes that the server is not ready any more.
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
public final class Connections implements GracefulShutdownCapable, Sockets {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration PERIOD_OF_REVOCATIONS = Duration.ofMillis(200);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final ChatConfiguration configuration;
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
            ChatConfiguration configuration,
            Authentication authentication,
            ChatRooms rooms,
            TokenRevocations revocations,
            InstantSource clock,
            ChatMetrics metrics) {
        this.configuration = configuration;
        this.authentication = authentication;
        this.rooms = rooms;
        this.revocations = revocations;
        this.clock = clock;
        this.metrics = metrics;
        metrics.watch(open::size, this::pendingBytes);
        thread.start();
    }

    /** How many there are. */
    public int count() {
        return open.size();
    }

    private long pendingBytes() {
        return open.stream().mapToLong(ChatConnection::pendingBytes).sum();
    }

    /** Clients come in through this channel. */
    void reachedThrough(Channel listener) {
        listeners.add(listener);
    }

    @Override
    public ChatConnection create(Channel channel, @Nullable String token) {
        return new ChatConnection(this, configuration, authentication, rooms, metrics, channel, token);
    }

    /** To be called when it is open; also while the server stops. */
    void add(ChatConnection connection) {
        open.add(connection);
        if (stopping) {
            connection.restarting();
        }
    }

    void remove(ChatConnection connection) {
        open.remove(connection);
    }

    /** Comes before the server closes connections that have no request under way, as ours seem to have none. */
    @Override
    public CompletionStage<?> shutdownGracefully() {
        stop();
        return CompletableFuture.completedStage(null);
    }

    /**
     * Lets nobody in any more and tells all clients that the server stops: not all of them at once, or they would all come back at
     * once. Then waits a moment until the last ones have heard it.
     */
    @PreDestroy
    public void stop() {
        if (stopping) {
            return;
        }
        stopping = true;
        thread.interrupt();
        // Or whoever comes back at once would come here.
        listeners.forEach(listener -> listener.close().awaitUninterruptibly());
        List<ChatConnection> told = List.copyOf(open);
        Spread spread = new Spread(told.size());
        long begin = System.nanoTime();
        for (int i = 0; i < told.size(); i++) {
            parkUntil(begin + spread.after(i).toNanos());
            told.get(i).restarting();
        }
        long end = System.nanoTime() + LAST_WORDS.toNanos();
        while (!open.isEmpty() && System.nanoTime() < end) {
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
        long changes = revocations.changes();
        long lastLook = System.nanoTime();
        while (!stopping) {
            LockSupport.parkNanos(PERIOD_OF_REVOCATIONS.toNanos());
            long nowChanges = revocations.changes();
            if (nowChanges != changes || System.nanoTime() - lastLook >= PERIOD.toNanos()) {
                changes = nowChanges;
                lastLook = System.nanoTime();
                lookAtAll();
            }
        }
    }

    private void lookAtAll() {
        Instant now = clock.instant();
        for (ChatConnection connection : open) {
            try {
                connection.look(now, revocations);
            } catch (RuntimeException bug) {
                LOG.error("A connection cannot be looked after", bug);
            }
        }
    }

    /** To be called when it is known whose it is: the token may have been revoked since it was found good. */
    void authenticated(ChatConnection connection) {
        connection.look(clock.instant(), revocations);
    }
}
