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
 * Closes the connection of a client that sends a request too slowly. The time the server takes to respond does not count. This
 * handler is the first of the pipeline and sees when bytes arrive; {@link Progress}, behind the HTTP codec, reports what they
 * were. A timer is scheduled only for a request that does not arrive in one piece.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(RequestDeadline.class);
    private static final long BYTES_PER_SECOND = 8_192;

    /** The framework's handler that falls back to HTTP/1.1 on a cleartext connection. */
    private static final String HTTP1_FALLBACK = "http1-fallback-handler";

    private enum Phase {
        /** Between requests. */
        IDLE,
        HEAD,
        BODY
    }

    private final long headTimeout;
    private final long bodyTimeout;
    private final long maxBodyTime;
    private Phase phase = Phase.HEAD;
    private long phaseStart = System.nanoTime();
    private long bodyBytes;
    private boolean checkPending;
    private boolean removed;
    private Http2Connection.@Nullable PropertyKey streamStart;

    /** @param maxBodyBytes the size of the largest accepted body */
    RequestDeadline(ConnectionSettings settings, long maxBodyBytes) {
        this.headTimeout = settings.headTimeout().toNanos();
        this.bodyTimeout = settings.bodyTimeout().toNanos();
        this.maxBodyTime = bodyTimeout + nanosFor(maxBodyBytes);
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
        if (phase == Phase.IDLE && message instanceof ByteBuf) {
            enter(Phase.HEAD);
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (phase != Phase.IDLE && !checkPending) {
            checkLater(context, phase == Phase.HEAD ? headTimeout : bodyTimeout);
        }
        context.fireChannelReadComplete();
    }

    /**
     * When a connection closes within a request head, the codec emits a malformed request, and the framework would set up an
     * HTTP/1.1 pipeline on the closed channel, fail, and log an error.
     */
    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (phase == Phase.HEAD && context.pipeline().get(HTTP1_FALLBACK) != null) {
            context.pipeline().remove(HTTP1_FALLBACK);
        }
        context.fireChannelInactive();
    }

    private void enter(Phase next) {
        phase = next;
        phaseStart = System.nanoTime();
        bodyBytes = 0;
    }

    private void checkLater(ChannelHandlerContext context, long nanos) {
        checkPending = true;
        context.executor().schedule(() -> check(context), nanos, TimeUnit.NANOSECONDS);
    }

    private void check(ChannelHandlerContext context) {
        checkPending = false;
        if (removed || !context.channel().isActive()) {
            return;
        }
        Http2ConnectionHandler http2 = context.pipeline().get(Http2ConnectionHandler.class);
        if (http2 != null) {
            checkStreams(context, http2.connection());
            return;
        }
        long left = phaseStart
                - System.nanoTime()
                + switch (phase) {
                    case IDLE -> Long.MAX_VALUE / 2;
                    case HEAD -> headTimeout;
                    case BODY -> bodyTimeout + nanosFor(bodyBytes);
                };
        if (left <= 0) {
            close(context.channel());
        } else if (phase != Phase.IDLE) {
            checkLater(context, left);
        }
    }

    /** For HTTP/2, where the size of a body is unknown here: each stream gets the time of the largest body. */
    private void checkStreams(ChannelHandlerContext context, Http2Connection connection) {
        if (streamStart == null) {
            streamStart = connection.newKey();
        }
        Http2Connection.PropertyKey key = streamStart;
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
                        return known == null || now - known < maxBodyTime;
                    })
                    != null;
            if (isLate) {
                close(context.channel());
                return;
            }
        } catch (Http2Exception impossible) {
            throw new AssertionError("the visitor does not throw", impossible);
        }
        checkLater(context, bodyTimeout);
    }

    private static void close(Channel channel) {
        LOG.debug("Closing slow connection from {}", channel.remoteAddress());
        channel.close();
    }

    private static long nanosFor(long bytes) {
        return TimeUnit.SECONDS.toNanos(bytes) / BYTES_PER_SECOND;
    }

    /** Follows the progress of a request, behind the HTTP codec. Removed with the codec when the connection is upgraded. */
    final class Progress extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest) {
                enter(Phase.BODY);
            }
            if (message instanceof HttpContent content) {
                bodyBytes += content.content().readableBytes();
            }
            if (message instanceof LastHttpContent) {
                phase = Phase.IDLE;
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
