package io.clubroom.web.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/** A client's connection, and what it takes of the resources that all connections share. Thread-safe unless methods say otherwise. */
final class HttpConnection {
    /** An estimate of what the response to a request over HTTP/2 takes until the client reads it. */
    private static final long BYTES_OF_STREAM = 65_536;

    private static final AtomicIntegerFieldUpdater<HttpConnection> HELD =
            AtomicIntegerFieldUpdater.newUpdater(HttpConnection.class, "held");

    private final Channel channel;
    private final @Nullable Object client;

    /** The places in the {@link ConnectionGroup}s of all connections and of the client's, guarded by {@link HttpConnections}. */
    int place;

    int placeOfClient;

    State state = State.OPEN;

    /** The bytes of requests that have not been answered; negative once the connection has been closed for their number. */
    private volatile int held;

    /** The bytes that the parser keeps for the next request. Confined to the event loop. */
    private int kept;

    private volatile long lastUsed = System.nanoTime();
    private volatile boolean busy;

    enum State {
        OPEN,
        /** The connection belongs to the chat now. */
        UPGRADED,
        CLOSED
    }

    /** @param client what identifies the client; null if its number of connections is not limited */
    HttpConnection(Channel channel, @Nullable Object client) {
        this.channel = channel;
        this.client = client;
    }

    Channel channel() {
        return channel;
    }

    @Nullable
    Object client() {
        return client;
    }

    long lastUsed() {
        return lastUsed;
    }

    /** Whether a request has been received completely and is being answered. */
    boolean isBusy() {
        return busy;
    }

    void setBusy(boolean busy) {
        this.busy = busy;
        lastUsed = System.nanoTime();
    }

    /** The bytes of requests that have not been answered. */
    int held() {
        return held;
    }

    /** Adds to the bytes held; false if the connection is being closed for their number. */
    boolean add(int bytes) {
        return HELD.getAndUpdate(this, before -> before < 0 ? before : before + bytes) >= 0;
    }

    /** From now on, this many bytes are held between requests. Called on the event loop. */
    void keep(int bytes) {
        kept = bytes;
    }

    /** Holds only what is kept between requests; returns by how much the bytes held have decreased. Called on the event loop. */
    int releaseRequest() {
        if (held == kept) {
            return 0;
        }
        int before = HELD.getAndUpdate(this, current -> current < 0 ? current : kept);
        return before < 0 ? 0 : before - kept;
    }

    /** Holds nothing more, whatever is added; returns the bytes held before. */
    int releaseAll() {
        return Math.max(0, HELD.getAndSet(this, -1));
    }

    /** The bytes that wait for the client to read them. */
    long backlog() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        long pending = buffer == null ? 0 : buffer.totalPendingWriteBytes();
        Http2ConnectionHandler http2 = channel.pipeline().get(Http2ConnectionHandler.class);
        return http2 == null ? pending : pending + http2.connection().numActiveStreams() * BYTES_OF_STREAM;
    }
}
