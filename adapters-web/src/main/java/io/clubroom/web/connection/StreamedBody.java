package io.clubroom.web.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import java.util.concurrent.TimeUnit;

/**
 * A request body that is processed as it arrives. Counts the bytes that the server holds of it, and tracks whether the client sends too
 * slowly; the time while received bytes wait to be read does not count. Thread-safe, because bodies are not read on the event loop.
 */
final class StreamedBody {
    /** The approximate overhead of a piece in bytes. */
    private static final int PIECE_OVERHEAD = 128;

    private static final long BYTES_PER_SECOND = 8_192;

    private final HttpConnections connections;
    private final HttpConnection connection;

    /** Called on any thread when all passed-on bytes have been read, if the event loop {@linkplain #mustWait waits} for that. */
    private final Runnable whenRead;

    private final long start = System.nanoTime();

    // Guarded by this object.
    private long received;
    private long held;
    private long unread;
    private long unreadSince;
    private long serverTime;
    private long lastMoved = start;
    private boolean isAwaited;
    private boolean hasEnded;

    StreamedBody(HttpConnections connections, HttpConnection connection, Runnable whenRead) {
        this.connections = connections;
        this.connection = connection;
        this.whenRead = whenRead;
    }

    /** Bytes of a body, which are counted until they are released. */
    final class Piece extends UnpooledHeapByteBuf {
        private final int size;
        private boolean isPassed;

        private Piece(ByteBufAllocator allocator, int capacity) {
            super(allocator, capacity, capacity);
            this.size = capacity + PIECE_OVERHEAD;
        }

        /** Marks these bytes as passed on to the reader. */
        Piece pass() {
            isPassed = true;
            passed(size);
            return this;
        }

        @Override
        protected void deallocate() {
            super.deallocate();
            released(size, isPassed);
        }
    }

    /** Creates a piece with this capacity. Called on the event loop. */
    Piece piece(ByteBufAllocator allocator, int capacity) {
        Piece piece = new Piece(allocator, capacity);
        synchronized (this) {
            if (!hasEnded) {
                held += piece.size;
                connections.hold(connection, piece.size);
            }
        }
        return piece;
    }

    /** Creates a piece with these bytes. Called on the event loop. */
    Piece copy(ByteBufAllocator allocator, ByteBuf bytes) {
        Piece piece = piece(allocator, bytes.readableBytes());
        piece.writeBytes(bytes);
        return piece;
    }

    /** Called when bytes have been received. */
    synchronized void received(int bytes) {
        received += bytes;
        lastMoved = System.nanoTime();
    }

    /** Whether at least this many passed-on bytes are unread. If so, {@link #whenRead} is called when they have been read. */
    synchronized boolean mustWait(long bytes) {
        boolean mustWait = !hasEnded && unread >= bytes;
        isAwaited |= mustWait;
        return mustWait;
    }

    /** Called when the request has been answered, so that the rest of the body no longer matters. */
    synchronized void end() {
        if (!hasEnded) {
            hasEnded = true;
            connections.releaseRequest(connection, held);
        }
    }

    /**
     * Returns the nanoseconds until the client is too slow, unless bytes arrive; zero or negative if it is too slow.
     *
     * @param timeout the time for the whole body, in addition to one second for each 8 KiB received
     * @param idleTimeout the maximum time without progress
     */
    synchronized long timeLeft(long timeout, long idleTimeout) {
        if (unread > 0) {
            return idleTimeout;
        }
        long now = System.nanoTime();
        long left = timeout + nanosFor(received) - (now - start - serverTime);
        return Math.min(left, idleTimeout - (now - lastMoved));
    }

    /** Returns the time that a client has to send this many bytes. */
    static long nanosFor(long bytes) {
        return TimeUnit.SECONDS.toNanos(bytes / BYTES_PER_SECOND)
                + TimeUnit.SECONDS.toNanos(bytes % BYTES_PER_SECOND) / BYTES_PER_SECOND;
    }

    private synchronized void passed(int size) {
        if (unread == 0) {
            unreadSince = System.nanoTime();
        }
        unread += size;
    }

    private void released(int size, boolean wasPassed) {
        boolean isAllRead;
        synchronized (this) {
            if (!hasEnded) {
                held -= size;
                connections.releaseRequest(connection, size);
            }
            if (wasPassed) {
                unread -= size;
            }
            isAllRead = wasPassed && unread == 0;
            if (isAllRead) {
                lastMoved = System.nanoTime();
                serverTime += lastMoved - unreadSince;
            }
            isAllRead &= isAwaited;
            if (isAllRead) {
                isAwaited = false;
            }
        }
        if (isAllRead) {
            whenRead.run();
        }
    }
}
