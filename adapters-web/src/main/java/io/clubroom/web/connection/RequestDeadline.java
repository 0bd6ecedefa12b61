package io.clubroom.web.connection;

import io.clubroom.web.error.OutOfMemory;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the connection of a client that sends a request too slowly or does not read the response. The time the server takes to respond
 * does not count. This handler is the first in the pipeline and sees when bytes arrive; {@link RequestGate}, after the HTTP codec, reports
 * what they contain. A timer is scheduled only for requests that do not arrive in one read.
 */
final class RequestDeadline extends ChannelDuplexHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RequestDeadline.class);

    /** The heap bytes per byte of an incomplete head that consists of tiny headers. */
    private static final int HEAP_BYTES_OF_HEAD_BYTE = 32;

    /** The protocols of TLS connections, the preferred one first. */
    private static final List<String> PROTOCOLS =
            List.of(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1);

    /** The number of progress checks per idle timeout. */
    private static final int CHECKS_OF_WRITES = 4;

    private static final long FILE_TIMEOUT = TimeUnit.SECONDS.toNanos(HttpBounds.FILE_SECONDS);

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
    private final long idleTimeout;
    private Phase phase = Phase.HEAD;
    private long phaseStart = System.nanoTime();
    private long bodyBytes;

    /** The body of the current request if it is processed as it arrives; otherwise null. */
    private @Nullable StreamedBody streamed;

    /** The number of bytes of the current read. */
    private int received;

    private boolean checkPending;
    private @Nullable Future<?> pendingCheck;
    private boolean removed;

    /** The check of writes that wait for the client; null if none do. */
    private @Nullable Future<?> pendingWriteCheck;

    private long lastWritten;
    private int lastMessage;
    private long lastProgress;
    private long lastPending;
    private Http2Connection.@Nullable PropertyKey streamStart;
    private @Nullable Http2Requests http2Requests;

    RequestDeadline(ConnectionSettings settings, HttpConnections connections, HttpConnection connection) {
        this.connections = connections;
        this.connection = connection;
        this.headTimeout = settings.headTimeout().toNanos();
        this.bodyTimeout = settings.bodyTimeout().toNanos();
        this.idleTimeout = settings.idleTimeout().toNanos();
        this.maxBodyTime = bodyTimeout + StreamedBody.nanosFor(HttpBounds.ANNOUNCEMENT_BYTES);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        checkLater(context, headTimeout);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        removed = true;
        if (pendingCheck != null) {
            // It would retain the memory of a closed connection until it is due.
            pendingCheck.cancel(false);
        }
        if (pendingWriteCheck != null) {
            pendingWriteCheck.cancel(false);
        }
    }

    /** Refuses clients that offer only unknown protocols (RFC 7301 §3.2), for which the framework would use HTTP/1.1. */
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

    @Override
    public void flush(ChannelHandlerContext context) {
        context.flush();
        ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
        if (pendingWriteCheck == null && buffer != null && !buffer.isEmpty()) {
            hasWritten(buffer);
            lastWritten = System.nanoTime();
            checkWritesLater(context);
        }
    }

    private void checkWritesLater(ChannelHandlerContext context) {
        pendingWriteCheck = context.executor()
                .schedule(() -> checkWrites(context), idleTimeout / CHECKS_OF_WRITES, TimeUnit.NANOSECONDS);
    }

    private void checkWrites(ChannelHandlerContext context) {
        pendingWriteCheck = null;
        ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
        if (removed || buffer == null || buffer.isEmpty()) {
            return;
        }
        if (hasWritten(buffer)) {
            lastWritten = System.nanoTime();
        } else if (System.nanoTime() - lastWritten >= idleTimeout) {
            close(context);
            return;
        }
        checkWritesLater(context);
    }

    /** Whether anything has been written since the last call. */
    private boolean hasWritten(ChannelOutboundBuffer buffer) {
        int message = System.identityHashCode(buffer.current());
        long progress = buffer.currentProgress();
        long pending = buffer.totalPendingWriteBytes();
        boolean hasWritten = message != lastMessage || progress != lastProgress || pending < lastPending;
        lastMessage = message;
        lastProgress = progress;
        lastPending = pending;
        return hasWritten;
    }

    /** Called when the head of a request is complete. */
    void headReceived() {
        enter(Phase.BODY);
        streamed = null;
    }

    /** @param body the body of the current request if it is processed as it arrives; otherwise null */
    void streams(@Nullable StreamedBody body) {
        streamed = body;
    }

    /** Called when a part of a request body was received. */
    void bodyReceived(int bytes) {
        bodyBytes += bytes;
        if (streamed != null) {
            streamed.received(bytes);
        }
    }

    /** Called when a request is complete. */
    void requestReceived() {
        phase = Phase.IDLE;
    }

    /** Ends the deadlines of this connection. */
    void remove(ChannelHandlerContext context) {
        if (!removed && context.pipeline().context(this) != null) {
            context.pipeline().remove(this);
        }
    }

    /** Exits on an {@link OutOfMemoryError} thrown by Netty, which the JVM's own option does not see. */
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
                    case BODY -> bodyTimeout + StreamedBody.nanosFor(bodyBytes);
                };
        if (phase == Phase.BODY && streamed != null) {
            left = streamed.timeLeft(FILE_TIMEOUT, idleTimeout);
        }
        if (left <= 0) {
            close(context);
        } else if (phase != Phase.IDLE) {
            checkLater(context, left);
        }
    }

    /** Checks HTTP/2 streams. Each has the time for the largest body, unless its body is processed as it arrives. */
    private void checkStreams(ChannelHandlerContext context, Http2Connection connection) {
        long now = System.nanoTime();
        List<Http2Stream> late = new ArrayList<>();
        long next = bodyTimeout;
        for (Http2Stream stream : active(connection)) {
            if (!stream.state().remoteSideOpen()) {
                continue;
            }
            StreamedBody body = http2Requests == null ? null : http2Requests.streamed(stream);
            if (body == null) {
                if (now - begin(connection, stream, now) >= maxBodyTime) {
                    close(context);
                    return;
                }
                continue;
            }
            long left = body.timeLeft(FILE_TIMEOUT, idleTimeout);
            if (left <= 0) {
                late.add(stream);
            } else {
                next = Math.min(next, left);
            }
        }
        if (http2Requests != null) {
            for (Http2Stream stream : late) {
                LOG.debug("Resetting a slow stream of {}", context.channel().remoteAddress());
                http2Requests.reset(stream);
            }
        }
        checkLater(context, next);
    }

    private static List<Http2Stream> active(Http2Connection connection) {
        List<Http2Stream> active = new ArrayList<>(connection.numActiveStreams());
        try {
            connection.forEachActiveStream(active::add);
        } catch (Http2Exception impossible) {
            throw new AssertionError("the visitor does not throw", impossible);
        }
        return active;
    }

    /** Returns when the stream was first seen. */
    private long begin(Http2Connection connection, Http2Stream stream, long now) {
        if (streamStart == null) {
            streamStart = connection.newKey();
        }
        Long known = stream.getProperty(streamStart);
        if (known == null) {
            stream.setProperty(streamStart, now);
        }
        return known == null ? now : known;
    }

    /** @param requests the requests of this HTTP/2 connection */
    void http2(Http2Requests requests) {
        http2Requests = requests;
    }

    private void close(ChannelHandlerContext context) {
        LOG.debug("Closing slow connection from {}", context.channel().remoteAddress());
        connection.giveUp();
        context.channel().close();
    }
}
