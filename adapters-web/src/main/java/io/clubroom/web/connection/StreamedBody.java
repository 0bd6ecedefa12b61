package io.clubroom.web.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import java.util.concurrent.TimeUnit;

/**
 * The body of a request that is read while it arrives. Counts what the server holds of it, and tells whether the client sends it too
 * slowly; the time in which the server has bytes that it has not read does not count. Thread-safe, because bodies are read on other
 * threads than the event loop.
 */
final class StreamedBody {
    /** About what a piece takes beyond its bytes. */
    private static final int PIECE_OVERHEAD = 128;

    private static final long BYTES_PER_SECOND = 8_192;

    private final HttpConnections connections;
    private final HttpConnection connection;

    /** Called on any thread when everything that was passed on has been read, if somebody {@linkplain #mustWait waits} for that. */
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

    /** Bytes of a body. They are counted until they are released. */
    final class Piece extends UnpooledHeapByteBuf {
        private final int size;
        private boolean isPassed;

        private Piece(ByteBufAllocator allocator, int capacity) {
            super(allocator, capacity, capacity);
            this.size = capacity + PIECE_OVERHEAD;
        }

        /** From now on, it is somebody else's turn to read these bytes. */
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

    /** A piece that has room for this many bytes. Called on the event loop. */
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

    /** A piece with these bytes. Called on the event loop. */
    Piece copy(ByteBufAllocator allocator, ByteBuf bytes) {
        Piece piece = piece(allocator, bytes.readableBytes());
        piece.writeBytes(bytes);
        return piece;
    }

    /** Bytes have been received. */
    synchronized void received(int bytes) {
        received += bytes;
        lastMoved = System.nanoTime();
    }

    /** Whether at least this many bytes have been passed on and not been read. If so, the end of that is reported. */
    synchronized boolean mustWait(long bytes) {
        boolean mustWait = !hasEnded && unread >= bytes;
        isAwaited |= mustWait;
        return mustWait;
    }

    /** The request has been answered: what is left of the body does not matter any more. */
    synchronized void end() {
        if (!hasEnded) {
            hasEnded = true;
            connections.releaseRequest(connection, held);
        }
    }

    /**
     * The nanoseconds until the client is too slow, unless bytes arrive; not positive if it is.
     *
     * @param timeout for the whole body, beyond one second for each 8 KiB received
     * @param idleTimeout for the next byte
     */
    synchronized long timeLeft(long timeout, long idleTimeout) {
        if (unread > 0) {
            return idleTimeout;
        }
        long now = System.nanoTime();
        long left = timeout + nanosFor(received) - (now - start - serverTime);
        return Math.min(left, idleTimeout - (now - lastMoved));
    }

    /** The time in which a client has to send this many bytes. */
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
