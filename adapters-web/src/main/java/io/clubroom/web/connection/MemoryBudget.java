package io.clubroom.web.connection;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A memory budget shared by all connections. When it is exceeded, the connections that hold the most are closed. Thread-safe. */
final class MemoryBudget {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryBudget.class);
    private static final long LOG_INTERVAL = 1_000_000_000;

    private final String name;
    private final long max;
    private final Function<HttpConnection, Share> shareOf;
    private final Supplier<List<HttpConnection>> connections;
    private final AtomicLong held = new AtomicLong();

    /** The bytes held by connections that are being closed because of this budget. */
    private final AtomicLong leaving = new AtomicLong();

    private final AtomicBoolean relieving = new AtomicBoolean();
    private long lastLogged = System.nanoTime() - LOG_INTERVAL;
    private long closedSinceLogged;

    /**
     * @param name the name for log messages
     * @param shareOf returns a connection's share of this budget
     * @param connections the connections that can be closed
     */
    MemoryBudget(
            String name,
            long max,
            Function<HttpConnection, Share> shareOf,
            Supplier<List<HttpConnection>> connections) {
        this.name = name;
        this.max = max;
        this.shareOf = shareOf;
        this.connections = connections;
    }

    /** The bytes that one connection holds. */
    static final class Share {
        private static final AtomicLongFieldUpdater<Share> HELD =
                AtomicLongFieldUpdater.newUpdater(Share.class, "bytes");

        /** Negative once the connection is closed. */
        private volatile long bytes;

        /** The bytes held when the connection was selected for closing; negative if it was not. */
        private long left = -1;

        long bytes() {
            return Math.max(0, bytes);
        }

        private synchronized boolean leave() {
            boolean isFirst = left < 0;
            if (isFirst) {
                left = bytes();
            }
            return isFirst;
        }

        private synchronized long left() {
            return Math.max(0, left);
        }
    }

    long held() {
        return held.get();
    }

    /** Adds to the bytes of the connection. Returns false if it is closed, possibly because of this. Called on its event loop. */
    boolean hold(HttpConnection connection, int bytes) {
        Share share = shareOf.apply(connection);
        if (Share.HELD.getAndUpdate(share, before -> before < 0 ? before : before + bytes) < 0) {
            return false;
        }
        long total = held.addAndGet(bytes);
        long excess = total - leaving.get() - max;
        if (excess > 0 && relieving.compareAndSet(false, true)) {
            try {
                relieve(excess + max / 4);
            } finally {
                relieving.set(false);
            }
        }
        // Other event loops may be too busy to close connections, and this one reads many before it runs their tasks.
        if (total > max / 3 * 4
                && share.bytes() >= total / Math.max(1, connections.get().size())) {
            connection.closeNow();
        }
        return share.bytes >= 0;
    }

    /** Sets the bytes of the connection. Called on its event loop. */
    void keep(HttpConnection connection, int bytes) {
        Share share = shareOf.apply(connection);
        if (share.bytes != bytes) {
            long before = Share.HELD.getAndUpdate(share, current -> current < 0 ? current : bytes);
            if (before >= 0) {
                held.addAndGet(bytes - before);
            }
        }
    }

    /** Subtracts from the bytes of the connection. */
    void release(HttpConnection connection, long bytes) {
        if (Share.HELD.getAndUpdate(shareOf.apply(connection), before -> before < 0 ? before : before - bytes) >= 0) {
            held.addAndGet(-bytes);
        }
    }

    /** Releases all bytes of a closed connection. */
    void close(HttpConnection connection) {
        Share share = shareOf.apply(connection);
        held.addAndGet(-Math.max(0, Share.HELD.getAndSet(share, -1)));
        leaving.addAndGet(-share.left());
    }

    private void relieve(long excess) {
        List<Use> uses = connections.get().stream()
                .map(connection -> new Use(connection, shareOf.apply(connection).bytes()))
                .filter(use -> use.bytes() > 0)
                .sorted(Comparator.comparingLong(Use::bytes).reversed())
                .toList();
        long left = excess;
        for (Use use : uses) {
            if (left <= 0) {
                break;
            }
            Share share = shareOf.apply(use.connection());
            if (share.leave()) {
                left -= share.left();
                leaving.addAndGet(share.left());
                use.connection().close();
                closedSinceLogged++;
            }
        }
        if (closedSinceLogged > 0 && System.nanoTime() - lastLogged >= LOG_INTERVAL) {
            LOG.warn("Memory for {} is scarce: closed the {} connections that took the most", name, closedSinceLogged);
            lastLogged = System.nanoTime();
            closedSinceLogged = 0;
        }
    }

    private record Use(HttpConnection connection, long bytes) {}
}
