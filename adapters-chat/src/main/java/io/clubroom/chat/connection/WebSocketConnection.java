package io.clubroom.chat.connection;

import io.clubroom.chat.frame.CloseCode;
import io.clubroom.chat.frame.FrameWriter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's end of a WebSocket connection (RFC 6455): answers pings and close frames, pings an idle client, closes the connection of
 * a silent one, of one that violates the protocol and of one that reads too slowly. Methods are called on the event loop of the channel
 * unless they say otherwise.
 */
public final class WebSocketConnection extends ChannelInboundHandlerAdapter {
    /** Receives what happens on a connection, on the event loop of its channel. */
    public interface Listener {
        /** The handshake is complete. */
        void onOpen();

        void onText(String text);

        /** @param content valid during the call */
        void onBinary(ByteBuf content);

        /**
         * The connection starts to close: nothing more is received, and nothing sent but the close frame. Called once.
         *
         * @param code the reason if the server closes the connection; null if the client does, or if the network failed
         */
        void onClosing(@Nullable CloseCode code);

        /** The channel is closed. Called once, after {@link #onClosing}. */
        void onClosed();
    }

    /** How long a client has to answer the close frame. */
    static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    /** For a client that must read its backlog before it reaches the close frame. */
    static final Duration CLOSE_TIMEOUT_WITH_BACKLOG = Duration.ofSeconds(30);

    /** For a client from which no answer is to be expected. */
    static final Duration SHORT_CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnection.class);

    /** In bytes, in one frame or in several. */
    private static final int MAX_MESSAGE = 65_536;

    private static final WebSocketDecoderConfig DECODER = WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(MAX_MESSAGE)
            .allowExtensions(false)
            .expectMaskedFrames(true)
            // We close the connection ourselves, after the client had time to read the close frame.
            .closeOnProtocolViolation(false)
            .build();

    private static final long PING_INTERVAL = Duration.ofSeconds(30).toNanos();
    private static final long MAX_SILENCE = Duration.ofSeconds(75).toNanos();

    private final Channel channel;
    private final int outboundLimit;
    private final Listener listener;

    /** Frames are written already encoded, so they bypass the inbound handlers. */
    private ChannelOutboundInvoker outbound;

    private volatile long lastReceived;
    private volatile long lastPing;
    private volatile boolean closing;

    /** @param outboundLimit the number of bytes that may wait for the client to read them */
    public WebSocketConnection(Channel channel, int outboundLimit, Listener listener) {
        this.channel = channel;
        this.outboundLimit = outboundLimit;
        this.listener = listener;
        this.outbound = channel;
        this.lastReceived = now();
        this.lastPing = lastReceived;
    }

    /** A decoder for the frames of a client: no extensions, no messages that are too long. */
    public static WebSocket13FrameDecoder newDecoder() {
        return new WebSocket13FrameDecoder(DECODER);
    }

    /**
     * Adds this connection, and what it needs, at the end of the pipeline.
     *
     * @param decoder the context of a {@linkplain #newDecoder() decoder}
     */
    public void install(ChannelHandlerContext decoder) {
        outbound = decoder;
        channel.pipeline().addLast(new Utf8FrameValidator(false), new WebSocketFrameAggregator(MAX_MESSAGE), this);
    }

    /** The handshake is complete. */
    public void open() {
        listener.onOpen();
    }

    Channel channel() {
        return channel;
    }

    EventLoop eventLoop() {
        return channel.eventLoop();
    }

    /** Runs the action on the event loop. May be called from any thread. */
    void execute(Runnable action) {
        channel.eventLoop().execute(action);
    }

    /** The time of the event loop, in nanoseconds since an arbitrary origin. May be called from any thread. */
    long now() {
        return channel.eventLoop().ticker().nanoTime();
    }

    /** Whether the connection is closing or closed. May be called from any thread. */
    boolean isClosing() {
        return closing;
    }

    /** The number of bytes that wait for the client to read them. May be called from any thread. */
    long pendingBytes() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    /**
     * Sends frames and releases them. Above half of the outbound limit only essential frames are sent; a client that exceeds the limit
     * is closed.
     *
     * @param essential false if the client can do without the frames
     */
    void send(ByteBuf frames, boolean essential) {
        if (closing) {
            frames.release();
            return;
        }
        long pending = pendingBytes();
        if (!essential && pending > outboundLimit / 2) {
            frames.release();
        } else if (pending > 0 && pending + frames.readableBytes() > outboundLimit) {
            frames.release();
            close(CloseCode.TOO_SLOW, null, CLOSE_TIMEOUT_WITH_BACKLOG);
        } else {
            outbound.writeAndFlush(frames, channel.voidPromise());
        }
    }

    /** Sends frames and releases them, whatever the outbound limit; runs the action once they have been handed to the network. */
    void sendThen(ByteBuf frames, Runnable action) {
        if (closing) {
            frames.release();
            return;
        }
        outbound.writeAndFlush(frames).addListener(written -> {
            if (written.isSuccess()) {
                action.run();
            }
        });
    }

    /** Stops or resumes reading from the network. */
    void setReading(boolean reading) {
        if (channel.config().isAutoRead() != reading) {
            channel.config().setAutoRead(reading);
        }
    }

    /** Pings a client that has been idle for a while; closes the connection of a silent one. May be called from any thread. */
    void checkLiveness() {
        long now = now();
        if (now - lastReceived > MAX_SILENCE) {
            execute(() -> close(CloseCode.SILENT, null, SHORT_CLOSE_TIMEOUT));
        } else if (now - Math.max(lastReceived, lastPing) >= PING_INTERVAL) {
            lastPing = now;
            execute(() -> send(FrameWriter.ping(channel.alloc()), false));
        }
    }

    /**
     * Closes the connection: sends a close frame, then closes the channel when the client has answered or the timeout has elapsed.
     *
     * @param lastFrames sent before the close frame, and released; null if there are none
     */
    void close(CloseCode code, @Nullable ByteBuf lastFrames, Duration timeout) {
        if (closing) {
            ReferenceCountUtil.release(lastFrames);
            return;
        }
        if (lastFrames != null) {
            send(lastFrames, true);
        }
        // The last frames may have exceeded the outbound limit, which closes the connection.
        if (!closing) {
            startClosing(code);
            outbound.writeAndFlush(FrameWriter.close(channel.alloc(), code.number(), code.reason()));
            channel.eventLoop().schedule(() -> channel.close(), timeout.toMillis(), TimeUnit.MILLISECONDS);
            // Unread input would make the network reset the connection, and the client lose what it has not read yet.
            setReading(true);
        }
    }

    /** Fails the connection because of a fault of the server. */
    void fail(Throwable failure) {
        LOG.error("Chat connection failed", failure);
        channel.close();
    }

    private void startClosing(@Nullable CloseCode code) {
        closing = true;
        listener.onClosing(code);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            lastReceived = now();
            if (message instanceof WebSocketFrame frame) {
                read(frame);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame close) {
            readClose(close);
        } else if (closing) {
            return;
        } else if (frame instanceof TextWebSocketFrame text) {
            listener.onText(text.text());
        } else if (frame instanceof BinaryWebSocketFrame) {
            listener.onBinary(frame.content());
        } else if (frame instanceof PingWebSocketFrame ping) {
            send(FrameWriter.pong(channel.alloc(), ping.content()), false);
        }
    }

    /** Answers the client's close frame, or takes it as the answer to ours; then closes the channel. */
    private void readClose(CloseWebSocketFrame close) {
        if (!closing) {
            startClosing(null);
            int code = close.statusCode();
            outbound.writeAndFlush(
                    code == -1 ? FrameWriter.close(channel.alloc()) : FrameWriter.close(channel.alloc(), code, ""));
        }
        outbound.writeAndFlush(channel.alloc().buffer(0)).addListener(_ -> channel.close());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!closing) {
            startClosing(null);
        }
        listener.onClosed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        switch (failure) {
            case CorruptedWebSocketFrameException corrupted -> close(code(corrupted), null, SHORT_CLOSE_TIMEOUT);
            case TooLongFrameException _ -> close(CloseCode.TOO_BIG, null, SHORT_CLOSE_TIMEOUT);
            // The client disconnected, perhaps in the middle of a message.
            case IOException _, DecoderException _, PrematureChannelClosureException _ -> channel.close();
            default -> fail(failure);
        }
    }

    private static CloseCode code(CorruptedWebSocketFrameException corrupted) {
        int status = corrupted.closeStatus().code();
        if (status == CloseCode.TOO_BIG.number()) {
            return CloseCode.TOO_BIG;
        }
        return status == CloseCode.INVALID_TEXT.number() ? CloseCode.INVALID_TEXT : CloseCode.PROTOCOL_ERROR;
    }
}
