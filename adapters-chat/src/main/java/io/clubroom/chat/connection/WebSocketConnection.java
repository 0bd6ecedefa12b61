package io.clubroom.chat.connection;

import io.clubroom.chat.Bounds;
import io.clubroom.chat.frame.CloseCode;
import io.clubroom.chat.frame.FrameWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
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
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server side of a WebSocket connection (RFC 6455). Answers pings and close frames, pings idle clients, and closes connections of
 * clients that are silent, violate the protocol or read too slowly. Methods must be called on the event loop of the channel unless they say
 * otherwise.
 */
public final class WebSocketConnection extends ChannelInboundHandlerAdapter {
    /** Receives the events of a connection, on the event loop of its channel. */
    public interface Listener {
        /** The handshake is complete. */
        void onOpen();

        void onText(String text);

        /** @param content valid during the call */
        void onBinary(ByteBuf content);

        /** The client has sent a ping. Returns false to postpone the answer because the client sends too many frames. */
        boolean onPing();

        /** @param change the change of the number of bytes held of an incomplete message; negative when bytes are released */
        default void onIncomplete(int change) {}

        /**
         * The connection starts to close: no more messages are received, and only the close frame is sent. Called once.
         *
         * @param code the reason if the server closes the connection; null if the client closed it or the network failed
         */
        void onClosing(@Nullable CloseCode code);

        /** The channel is closed. Called once, after {@link #onClosing}. */
        void onClosed();
    }

    /** How long the server waits for the client's close frame. */
    static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    /** A longer timeout for a client that has to read its backlog before the close frame. */
    static final Duration CLOSE_TIMEOUT_WITH_BACKLOG = Duration.ofSeconds(30);

    /** A short timeout for a client that is not expected to answer. */
    static final Duration SHORT_CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnection.class);

    private static final int MAX_FRAGMENT_BUFFERS = 16;

    static final Duration PING_INTERVAL = Duration.ofSeconds(30);

    private static final long MAX_SILENCE = Duration.ofSeconds(75).toNanos();

    private final Channel channel;
    private final int outboundLimit;
    private final Listener listener;

    /** Whether frames have been written since the last flush. */
    private boolean unflushed;

    /** The content of the latest unanswered ping; null if there is none. */
    private volatile byte @Nullable [] unansweredPing;

    /** The context from which frames, already encoded, are written, so that they bypass the handlers after it. */
    private ChannelOutboundInvoker outbound;

    private @Nullable FrameDecoder decoder;
    private volatile int incompleteBytes;
    private volatile long lastReceived;
    private volatile long lastPing;
    private volatile long pingAfter;
    private volatile boolean closing;

    /**
     * @param outboundLimit the maximum number of bytes that may wait for the client to read them
     * @param firstPing the idle time before the first ping; later pings use {@link #PING_INTERVAL}
     */
    public WebSocketConnection(Channel channel, int outboundLimit, Duration firstPing, Listener listener) {
        this.channel = channel;
        this.outboundLimit = outboundLimit;
        this.pingAfter = firstPing.toNanos();
        this.listener = listener;
        this.outbound = channel;
        this.lastReceived = now();
        this.lastPing = lastReceived;
    }

    /** Creates a decoder for client frames, which rejects extensions and messages that are too long. */
    public static WebSocket13FrameDecoder newDecoder() {
        return new FrameDecoder();
    }

    /**
     * Appends this connection and the handlers it needs to the pipeline.
     *
     * @param decoder the context of a {@linkplain #newDecoder() decoder}
     */
    public void install(ChannelHandlerContext decoder) {
        outbound = decoder;
        this.decoder = (FrameDecoder) decoder.handler();
        WebSocketFrameAggregator aggregator = new WebSocketFrameAggregator(Bounds.MESSAGE_BYTES);
        // A one-byte fragment kept as a separate buffer takes hundreds of bytes of heap.
        aggregator.setMaxCumulationBufferComponents(MAX_FRAGMENT_BUFFERS);
        channel.pipeline().addLast(new Utf8FrameValidator(false), aggregator, this);
    }

    /** Called when the handshake is complete. */
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

    /** The number of bytes held of an incompletely received message. May be called from any thread. */
    int incompleteBytes() {
        return incompleteBytes;
    }

    /** Writes frames as {@link #write} does, and flushes them. */
    void send(ByteBuf frames, boolean essential) {
        write(frames, essential);
        flush();
    }

    /**
     * Writes frames and releases them. Above half of the outbound limit, frames that are not essential are dropped; above the limit, the
     * connection is closed as too slow.
     *
     * @param essential false if the frames may be dropped
     * @return true if the caller must {@linkplain #flush() flush}, because no earlier write is waiting for a flush
     */
    boolean write(ByteBuf frames, boolean essential) {
        if (closing) {
            frames.release();
            return false;
        }
        long pending = pendingBytes();
        if (unflushed && pending + frames.readableBytes() > outboundLimit / 2) {
            // Bytes that have not been flushed yet do not mean that the client is slow.
            flush();
            pending = pendingBytes();
        }
        if (!essential && pending > outboundLimit / 2) {
            frames.release();
            return false;
        }
        if (pending > 0 && pending + frames.readableBytes() > outboundLimit) {
            frames.release();
            close(CloseCode.TOO_SLOW, null, CLOSE_TIMEOUT_WITH_BACKLOG);
            return false;
        }
        outbound.write(frames, channel.voidPromise());
        return mustFlush();
    }

    /**
     * Writes frames and releases them, ignoring the outbound limit.
     *
     * @param action run once the frames have been handed to the network; null for none
     * @return as for {@link #write}
     */
    boolean writeBeyondLimit(ByteBuf frames, @Nullable Runnable action) {
        if (closing) {
            frames.release();
            return false;
        }
        if (action == null) {
            outbound.write(frames, channel.voidPromise());
        } else {
            outbound.write(frames).addListener(written -> {
                if (written.isSuccess()) {
                    action.run();
                }
            });
        }
        return mustFlush();
    }

    private boolean mustFlush() {
        boolean isFirst = !unflushed;
        unflushed = true;
        return isFirst;
    }

    void flush() {
        if (unflushed) {
            unflushed = false;
            outbound.flush();
        }
    }

    /** Stops or resumes reading from the network. */
    void setReading(boolean reading) {
        if (channel.config().isAutoRead() != reading) {
            channel.config().setAutoRead(reading);
        }
    }

    /** Pings the client if it is idle, and closes the connection if it has been silent for too long. May be called from any thread. */
    void checkLiveness() {
        long now = now();
        if (now - lastReceived > MAX_SILENCE) {
            execute(() -> close(CloseCode.SILENT, null, SHORT_CLOSE_TIMEOUT));
        } else if (now - Math.max(lastReceived, lastPing) >= pingAfter) {
            lastPing = now;
            pingAfter = PING_INTERVAL.toNanos();
            execute(() -> send(FrameWriter.ping(channel.alloc()), false));
        }
        if (unansweredPing != null) {
            execute(this::answerPing);
        }
    }

    /**
     * Closes the connection: sends a close frame, then closes the channel when the client has answered or the timeout has elapsed.
     *
     * @param lastFrames the frames to send before the close frame, which are released; null for none
     */
    void close(CloseCode code, @Nullable ByteBuf lastFrames, Duration timeout) {
        if (closing) {
            ReferenceCountUtil.release(lastFrames);
            return;
        }
        if (lastFrames != null) {
            send(lastFrames, true);
        }
        // Sending the last frames may have exceeded the outbound limit and closed the connection.
        if (!closing) {
            startClosing(code);
            outbound.writeAndFlush(FrameWriter.close(channel.alloc(), code.number(), code.reason()));
            scheduleClose(timeout);
            // Closing a socket with unread input resets the connection, and the client would lose what it has not read.
            setReading(true);
        }
    }

    /** Closes the connection as too slow, without the longer timeout for reading a backlog. */
    void closeSoon() {
        close(CloseCode.TOO_SLOW, null, SHORT_CLOSE_TIMEOUT);
        scheduleClose(SHORT_CLOSE_TIMEOUT);
    }

    private void scheduleClose(Duration timeout) {
        channel.eventLoop().schedule(() -> channel.close(), timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Closes the channel because of a bug in the server. */
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

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (decoder != null && channel.isActive()) {
            setIncompleteBytes(decoder.incompleteBytes());
        }
    }

    private void setIncompleteBytes(int bytes) {
        int change = bytes - incompleteBytes;
        if (change != 0) {
            incompleteBytes = bytes;
            listener.onIncomplete(change);
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
            read(ping);
        }
    }

    /** Answers the ping now or at the next liveness check. RFC 6455 §5.5.3 requires an answer only to the latest ping. */
    private void read(PingWebSocketFrame ping) {
        boolean answerNow = listener.onPing();
        unansweredPing = ByteBufUtil.getBytes(ping.content());
        if (answerNow) {
            answerPing();
        }
    }

    private void answerPing() {
        byte[] content = unansweredPing;
        if (content != null && !closing) {
            unansweredPing = null;
            send(FrameWriter.pong(channel.alloc(), content), false);
        }
    }

    /** Answers the client's close frame unless the server has already sent one; then closes the channel. */
    private void readClose(CloseWebSocketFrame close) {
        if (!closing && !hasValidReason(close.content())) {
            close(CloseCode.INVALID_TEXT, null, SHORT_CLOSE_TIMEOUT);
        }
        if (!closing) {
            startClosing(null);
            int code = close.statusCode();
            outbound.writeAndFlush(
                    code == -1 ? FrameWriter.close(channel.alloc()) : FrameWriter.close(channel.alloc(), code, ""));
        }
        outbound.writeAndFlush(channel.alloc().buffer(0)).addListener(_ -> channel.close());
    }

    /** Whether the reason is valid UTF-8. The decoder accepts a reason that ends within a character. */
    private static boolean hasValidReason(ByteBuf close) {
        int code = Math.min(Short.BYTES, close.readableBytes());
        return ByteBufUtil.isText(
                close, close.readerIndex() + code, close.readableBytes() - code, StandardCharsets.UTF_8);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!closing) {
            startClosing(null);
        }
        setIncompleteBytes(0);
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
