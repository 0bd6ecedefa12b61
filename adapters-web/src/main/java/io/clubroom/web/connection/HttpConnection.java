package io.clubroom.web.connection;

import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import org.jspecify.annotations.Nullable;

/** A client's connection, with its use of the resources that all connections share. Thread-safe unless methods say otherwise. */
final class HttpConnection {
    /** An estimate of the bytes that the response to an HTTP/2 request takes until the client reads it. */
    private static final long BYTES_OF_STREAM = 65_536;

    /** The framework's handler of requests. */
    private static final String FRAMEWORK = ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND;

    private final Channel channel;
    private final @Nullable Object client;

    /** The indexes in the {@link ConnectionGroup}s of all connections and of the client's, guarded by {@link HttpConnections}. */
    int place;

    int placeOfClient;

    State state = State.OPEN;

    private final MemoryBudget.Share requests = new MemoryBudget.Share();
    private final MemoryBudget.Share responses = new MemoryBudget.Share();

    /** The bytes that the parser keeps for the next request. Confined to the event loop. */
    private int kept;

    private volatile long lastUsed = System.nanoTime();
    private volatile boolean busy;
    private volatile boolean givenUp;

    enum State {
        OPEN,
        /** The connection was taken over by the chat. */
        UPGRADED,
        CLOSED
    }

    /** @param client the identity of the client; null if its number of connections is not limited */
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

    /** Sets the number of bytes held between requests. Called on the event loop. */
    void keep(int bytes) {
        kept = bytes;
    }

    /** The number of bytes held between requests. Called on the event loop. */
    int kept() {
        return kept;
    }

    MemoryBudget.Share requests() {
        return requests;
    }

    MemoryBudget.Share responses() {
        return responses;
    }

    /** Allows the connection to be closed even while it is sending a response. */
    void giveUp() {
        givenUp = true;
    }

    boolean isGivenUp() {
        return givenUp;
    }

    /** Calls {@link #closeNow} on the event loop. */
    void close() {
        if (channel.eventLoop().inEventLoop()) {
            closeNow();
        } else {
            channel.eventLoop().execute(this::closeNow);
        }
    }

    /**
     * Closes the connection and releases the request that is being received, which Netty would keep until the event loop has read from all
     * other connections. Called on the event loop.
     */
    void closeNow() {
        giveUp();
        channel.close();
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.get(HttpServerCodec.class) != null) {
            pipeline.remove(HttpServerCodec.class);
        }
        if (pipeline.get(FRAMEWORK) != null) {
            pipeline.remove(FRAMEWORK);
        }
    }

    /** The number of bytes that wait for the client to read them. */
    long backlog() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        long pending = buffer == null ? 0 : buffer.totalPendingWriteBytes();
        Http2ConnectionHandler http2 = channel.pipeline().get(Http2ConnectionHandler.class);
        return http2 == null ? pending : pending + http2.connection().numActiveStreams() * BYTES_OF_STREAM;
    }
}
