package io.clubroom.web.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection over which a request comes too slowly; what the server takes for its answer doesn't count. It stands before
 * all other handlers of its connection, where it sees that bytes come, and has {@link Requests} tell it what they were. A request
 * that comes at once costs nothing but two looks at the clock: the event loop is asked for a call only when one is late.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(RequestDeadline.class);
    private static final long BYTES_PER_SECOND = 8_192;

    /** The framework's handler that finds out that a connection without TLS is not going to be one of HTTP/2. */
    private static final String PROTOCOL_CHOICE = "http1-fallback-handler";

    private enum Phase {
        /** No request has begun, or what has come of it is all there is. */
        NONE,
        HEAD,
        BODY
    }

    private final long headTimeout;
    private final long bodyTimeout;
    private final long longestBody;
    private Phase phase = Phase.HEAD;
    private long begin = System.nanoTime();
    private long bodyBytes;
    private boolean checkIsPending;
    private boolean removed;
    private Http2Connection.@Nullable PropertyKey streamBegin;

    /** @param maxBodyBytes the size of the largest body */
    RequestDeadline(ConnectionSettings settings, long maxBodyBytes) {
        this.headTimeout = settings.headTimeout().toNanos();
        this.bodyTimeout = settings.bodyTimeout().toNanos();
        this.longestBody = bodyTimeout + nanosFor(maxBodyBytes);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        checkLater(context, headTimeout);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        removed = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (phase == Phase.NONE && message instanceof ByteBuf) {
            enter(Phase.HEAD);
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (phase != Phase.NONE && !checkIsPending) {
            checkLater(context, phase == Phase.HEAD ? headTimeout : bodyTimeout);
        }
        context.fireChannelReadComplete();
    }

    /**
     * Of half a head the codec makes a malformed request at the end. From that the framework would conclude that the connection
     * speaks HTTP/1.1, make everything ready for it, fail because it is closed, and log that as an error.
     */
    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (phase == Phase.HEAD && context.pipeline().get(PROTOCOL_CHOICE) != null) {
            context.pipeline().remove(PROTOCOL_CHOICE);
        }
        context.fireChannelInactive();
    }

    private void enter(Phase next) {
        phase = next;
        begin = System.nanoTime();
        bodyBytes = 0;
    }

    private void checkLater(ChannelHandlerContext context, long nanos) {
        checkIsPending = true;
        context.executor().schedule(() -> check(context), nanos, TimeUnit.NANOSECONDS);
    }

    private void check(ChannelHandlerContext context) {
        checkIsPending = false;
        if (removed || !context.channel().isActive()) {
            return;
        }
        Http2ConnectionHandler http2 = context.pipeline().get(Http2ConnectionHandler.class);
        if (http2 != null) {
            checkStreams(context, http2.connection());
            return;
        }
        long left = begin
                - System.nanoTime()
                + switch (phase) {
                    case NONE -> Long.MAX_VALUE / 2;
                    case HEAD -> headTimeout;
                    case BODY -> bodyTimeout + nanosFor(bodyBytes);
                };
        if (left <= 0) {
            close(context.channel());
        } else if (phase != Phase.NONE) {
            checkLater(context, left);
        }
    }

    /** Of HTTP/2: how much of a body has come is not known here, so each gets the time of the largest. */
    private void checkStreams(ChannelHandlerContext context, Http2Connection connection) {
        if (streamBegin == null) {
            streamBegin = connection.newKey();
        }
        Http2Connection.PropertyKey key = streamBegin;
        long now = System.nanoTime();
        try {
            boolean isLate = connection.forEachActiveStream(stream -> {
                        if (!stream.state().remoteSideOpen()) {
                            return true;
                        }
                        Long known = stream.getProperty(key);
                        if (known == null) {
                            stream.setProperty(key, now);
                        }
                        return known == null || now - known < longestBody;
                    })
                    != null;
            if (isLate) {
                close(context.channel());
                return;
            }
        } catch (Http2Exception impossible) {
            throw new AssertionError("the visitor throws nothing", impossible);
        }
        checkLater(context, bodyTimeout);
    }

    private static void close(Channel channel) {
        LOG.debug("A request came too slowly from {}", channel.remoteAddress());
        channel.close();
    }

    private static long nanosFor(long bytes) {
        return TimeUnit.SECONDS.toNanos(bytes) / BYTES_PER_SECOND;
    }

    /** Behind the HTTP codec of the same connection; taken away with it when the connection becomes something else than HTTP. */
    final class Requests extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest) {
                enter(Phase.BODY);
            }
            if (message instanceof HttpContent content) {
                bodyBytes += content.content().readableBytes();
            }
            if (message instanceof LastHttpContent) {
                phase = Phase.NONE;
            }
            context.fireChannelRead(message);
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext context) {
            if (!removed && context.pipeline().context(RequestDeadline.this) != null) {
                context.pipeline().remove(RequestDeadline.this);
            }
        }
    }
}
