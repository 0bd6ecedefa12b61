package io.clubroom.chat.connection;

import io.clubroom.chat.frame.CloseCode;
import io.clubroom.chat.frame.FrameWriter;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.netty.websocket.AbstractNettyWebSocketHandler;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpServerCodec;
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
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's end of a WebSocket (RFC 6455), whatever is said over it: answers pings and the close, pings a silent peer, and ends a
 * connection over which something else than WebSocket comes. It is the last handler of its channel; but for what is said
 * otherwise, used on its event loop only.
 */
abstract class WebSocketConnection extends ChannelInboundHandlerAdapter {
    static final WebSocketDecoderConfig DECODER = WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(WebSocketConnection.MAX_MESSAGE)
            .allowExtensions(false)
            .expectMaskedFrames(true)
            // The connection closes itself, and gives the client the time to hear why.
            .closeOnProtocolViolation(false)
            .build();

    /** What a client has to answer the close with. */
    static final Duration LAST_WORDS = Duration.ofSeconds(10);

    /** As that, when it has a lot to read before it comes to the close. */
    static final Duration LONG_LAST_WORDS = Duration.ofSeconds(30);

    /** As that, when the client does not listen, or cannot be understood, any more. */
    static final Duration SHORT_LAST_WORDS = Duration.ofSeconds(1);

    private static final String DECODER_NAME = "chat-frames";
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnection.class);

    /** In bytes, in one frame or in several. */
    private static final int MAX_MESSAGE = 65_536;

    private static final long PING_PERIOD = Duration.ofSeconds(30).toNanos();
    private static final long SILENCE = Duration.ofSeconds(75).toNanos();

    final Channel channel;

    /** What is sent is frames already: it enters the pipeline here, before the handlers that have only to do with what comes. */
    private ChannelOutboundInvoker outward;

    private volatile long lastHeard;
    private volatile long lastPing;
    private volatile boolean closing;

    WebSocketConnection(Channel channel) {
        this.channel = channel;
        this.outward = channel;
        this.lastHeard = now();
        this.lastPing = lastHeard;
    }

    /**
     * Takes the connection over: nothing stays in its pipeline but TLS, the decoder of frames, this, and for a moment what the framework
     * still wants to find there when it comes back from saying that the connection is open.
     *
     * @param framework the place of the framework's handler, which answered the upgrade
     */
    final void takeOver(ChannelHandlerContext framework) {
        ChannelPipeline pipeline = channel.pipeline();
        ChannelHandlerContext frames = pipeline.context(WebSocketFrameDecoder.class);
        boolean behind = false;
        for (Map.Entry<String, ChannelHandler> entry : pipeline.toMap().entrySet()) {
            boolean isOfHttp = behind || entry.getKey().equals(ChannelPipelineCustomizer.HANDLER_IDLE_STATE);
            behind |= entry.getValue() == frames.handler();
            // The codec takes itself away as soon as its answer is written, if it is still there.
            if (isOfHttp && entry.getValue() != framework.handler() && !(entry.getValue() instanceof HttpServerCodec)) {
                pipeline.remove(entry.getValue());
            }
        }
        // Theirs takes extensions, and closes before the client has heard why.
        pipeline.replace(frames.name(), DECODER_NAME, new WebSocket13FrameDecoder(DECODER));
        outward = pipeline.context(DECODER_NAME);
        pipeline.remove(WebSocketFrameEncoder.class);
        // The server keeps the handler as long as the connection, so its context, which would lead to all that comes
        // after it, goes first.
        // The framework then finds another one under its name.
        String name = framework.name();
        pipeline.remove(framework.handler());
        pipeline.addLast(new Utf8FrameValidator(false), new WebSocketFrameAggregator(MAX_MESSAGE), this);
        pipeline.addLast(name, new ChannelHandlerAdapter() {});
        // Behind this it would hear of nothing, but keep the request.
        onLoop(() -> {
            if (pipeline.context(AbstractNettyWebSocketHandler.ID) != null) {
                pipeline.remove(AbstractNettyWebSocketHandler.ID);
            }
        });
        begin();
    }

    /** The client knows that the connection is open. */
    abstract void begin();

    abstract void text(String text);

    abstract void binary(ByteBuf content);

    /**
     * Sends frames, and releases them.
     *
     * @param essential whether the client would miss it
     */
    public abstract void send(ByteBuf frames, boolean essential);

    /** Sends frames, however much is waiting, and releases them; that they could not be sent is no news to anybody. */
    final void write(ByteBuf frames) {
        outward.writeAndFlush(frames, channel.voidPromise());
    }

    /** As that, and tells what came of it. */
    final ChannelFuture writing(ByteBuf frames) {
        return outward.writeAndFlush(frames);
    }

    /** From now on nothing is taken or sent any more but the close. */
    abstract void ending();

    /** There is no connection any more. */
    abstract void ended();

    /** Whether it has come to its end; on any thread. */
    final boolean isClosing() {
        return closing;
    }

    /** The time of the event loop, in nanoseconds from an unknown beginning; on any thread. */
    final long now() {
        return channel.eventLoop().ticker().nanoTime();
    }

    /** Does something on the event loop; to be called from any thread. */
    final void onLoop(Runnable action) {
        channel.eventLoop().execute(action);
    }

    @Override
    public final void channelRead(ChannelHandlerContext context, Object message) {
        try {
            lastHeard = now();
            if (message instanceof WebSocketFrame frame) {
                read(frame);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame close) {
            closed(close);
        } else if (closing) {
            return;
        } else if (frame instanceof TextWebSocketFrame text) {
            text(text.text());
        } else if (frame instanceof BinaryWebSocketFrame) {
            binary(frame.content());
        } else if (frame instanceof PingWebSocketFrame ping) {
            send(FrameWriter.pong(channel.alloc(), ping.content()), false);
        }
    }

    /** Pings a client that has said nothing for a while, and ends the connection of a silent one; on any thread. */
    final void lookForLife() {
        long now = now();
        if (now - lastHeard > SILENCE) {
            onLoop(() -> close(CloseCode.SILENT, null, SHORT_LAST_WORDS));
        } else if (now - Math.max(lastHeard, lastPing) >= PING_PERIOD) {
            lastPing = now;
            onLoop(() -> send(FrameWriter.ping(channel.alloc()), false));
        }
    }

    /**
     * Says last words and why it closes, and does so when the client has answered or had the time to.
     *
     * @param frames null if there is nothing to say
     */
    final void close(CloseCode code, @Nullable ByteBuf frames, Duration patience) {
        if (closing) {
            ReferenceCountUtil.release(frames);
            return;
        }
        if (frames != null) {
            send(frames, true);
        }
        // A client that was too slow for its last words is closed already.
        if (!closing) {
            end();
            outward.writeAndFlush(FrameWriter.close(channel.alloc(), code.number(), code.reason()));
            channel.eventLoop().schedule(() -> channel.close(), patience.toMillis(), TimeUnit.MILLISECONDS);
            // What the client still sends is read, or its network might drop what we said before the client reads it.
            channel.config().setAutoRead(true);
        }
    }

    private void closed(CloseWebSocketFrame close) {
        if (!closing) {
            end();
            int number = close.statusCode();
            outward.writeAndFlush(
                    number == -1 ? FrameWriter.close(channel.alloc()) : FrameWriter.close(channel.alloc(), number, ""));
        }
        outward.writeAndFlush(channel.alloc().buffer(0)).addListener(_ -> channel.close());
    }

    private void end() {
        closing = true;
        ending();
    }

    @Override
    public final void channelInactive(ChannelHandlerContext context) {
        if (!closing) {
            end();
        }
        ended();
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        switch (failure) {
            case CorruptedWebSocketFrameException corrupted -> {
                int status = corrupted.closeStatus().code();
                CloseCode code = status == CloseCode.TOO_BIG.number()
                        ? CloseCode.TOO_BIG
                        : status == CloseCode.INVALID_TEXT.number() ? CloseCode.INVALID_TEXT : CloseCode.PROTOCOL_ERROR;
                close(code, null, SHORT_LAST_WORDS);
            }
            case TooLongFrameException _ -> close(CloseCode.TOO_BIG, null, SHORT_LAST_WORDS);
            // The client went away, perhaps in the middle of something.
            case IOException _, DecoderException _, PrematureChannelClosureException _ -> channel.close();
            default -> {
                LOG.error("A chat connection has failed", failure);
                channel.close();
            }
        }
    }
}
