package io.clubroom.web.connection;

import io.clubroom.web.error.OutOfMemory;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the connection of a client that sends a request too slowly. The time the server takes to respond does not count. This
 * handler is the first of the pipeline and sees when bytes arrive; {@link RequestGate}, behind the HTTP codec, reports what they
 * were. A timer is scheduled only for a request that does not arrive in one piece.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(RequestDeadline.class);
    private static final long BYTES_PER_SECOND = 8_192;

    /** What a byte of an incomplete head takes of the heap, if the head consists of tiny headers. */
    private static final int HEAP_BYTES_OF_HEAD_BYTE = 32;

    /** The protocols of TLS connections, the preferred one first. */
    private static final List<String> PROTOCOLS =
            List.of(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1);

    private enum Phase {
        /** Between requests. */
        IDLE,
        HEAD,
        BODY
    }

    private final HttpConnections connections;
    private final HttpConnection connection;
    private final long headTimeout;
    private final long bodyTimeout;
    private final long maxBodyTime;
    private Phase phase = Phase.HEAD;
    private long phaseStart = System.nanoTime();
    private long bodyBytes;

    /** The bytes of the current read. */
    private int received;

    private boolean checkPending;
    private @Nullable Future<?> pendingCheck;
    private boolean removed;
    private Http2Connection.@Nullable PropertyKey streamStart;

    RequestDeadline(ConnectionSettings settings, HttpConnections connections, HttpConnection connection) {
        this.connections = connections;
        this.connection = connection;
        this.headTimeout = settings.headTimeout().toNanos();
        this.bodyTimeout = settings.bodyTimeout().toNanos();
        this.maxBodyTime = bodyTimeout + nanosFor(HttpBounds.ANNOUNCEMENT_BYTES);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        checkLater(context, headTimeout);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        removed = true;
        if (pendingCheck != null) {
            // It would keep the memory of a closed connection until its time has come.
            pendingCheck.cancel(false);
        }
    }

    /**
     * Refuses clients that offer only unknown protocols (RFC 7301 §3.2), with whom the framework would go on in HTTP/1.1. This handler is the
     * first to know when the connection is complete.
     */
    @Override
    public void channelActive(ChannelHandlerContext context) {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.engine()
                    .setHandshakeApplicationProtocolSelector((_, offered) -> PROTOCOLS.stream()
                            .filter(offered::contains)
                            .findFirst()
                            .orElse(null));
        }
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            if (phase == Phase.IDLE) {
                enter(Phase.HEAD);
            }
            received += bytes.readableBytes();
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (phase == Phase.HEAD) {
            connections.hold(connection, received * HEAP_BYTES_OF_HEAD_BYTE);
        }
        received = 0;
        if (phase != Phase.IDLE && !checkPending) {
            checkLater(context, phase == Phase.HEAD ? headTimeout : bodyTimeout);
        }
        context.fireChannelReadComplete();
    }

    /** The head of a request is complete. */
    void headReceived() {
        enter(Phase.BODY);
    }

    /** Part of the body of a request has been received. */
    void bodyReceived(int bytes) {
        bodyBytes += bytes;
    }

    /** A request is complete. */
    void requestReceived() {
        phase = Phase.IDLE;
    }

    /** Ends the deadlines of this connection. */
    void remove(ChannelHandlerContext context) {
        if (!removed && context.pipeline().context(this) != null) {
            context.pipeline().remove(this);
        }
    }

    /** Netty throws this error itself, so the JVM does not notice that it should exit. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof OutOfMemoryError outOfMemory) {
            OutOfMemory.exit(outOfMemory);
        }
        context.fireExceptionCaught(cause);
    }

    private void enter(Phase next) {
        phase = next;
        phaseStart = System.nanoTime();
        bodyBytes = 0;
    }

    private void checkLater(ChannelHandlerContext context, long nanos) {
        checkPending = true;
        pendingCheck = context.executor().schedule(() -> check(context), nanos, TimeUnit.NANOSECONDS);
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
}
