package io.clubroom.web.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AsciiString;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Sits between the HTTP/2 codec and the framework: passes trailers on as the end of the body, resets the stream of a malformed request,
 * where the framework would close the connection, and accounts for the memory of requests.
 */
final class Http2Requests extends Http2FrameListenerDecorator {
    private static final CharSequence METHOD_OVERRIDE =
            AsciiString.cached(RequestRules.METHOD_OVERRIDE.toLowerCase(Locale.ROOT));

    private final HttpConnections connections;
    private final HttpConnection connection;
    private final Http2Connection http2;
    private final Http2ConnectionHandler handler;
    private final BodyLimits limits;
    private final Http2Connection.PropertyKey begun;
    private final Http2Connection.PropertyKey body;
    private @Nullable ChannelHandlerContext context;

    Http2Requests(
            HttpConnections connections, HttpConnection connection, Http2ConnectionHandler handler, BodyLimits limits) {
        super(handler.decoder().frameListener());
        this.handler = handler;
        this.limits = limits;
        this.connections = connections;
        this.connection = connection;
        this.http2 = handler.connection();
        this.begun = http2.newKey();
        this.body = http2.newKey();
        http2.addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamRemoved(Http2Stream stream) {
                StreamedBody ended = streamed(stream);
                if (ended != null) {
                    ended.end();
                }
                if (http2.numActiveStreams() == 0) {
                    connection.setBusy(false);
                    connections.release(connection);
                }
            }
        });
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context, int streamId, Http2Headers headers, int padding, boolean endOfStream)
            throws Http2Exception {
        if (isTrailer(streamId)) {
            readTrailer(context, streamId, endOfStream);
            return;
        }
        normalize(streamId, headers);
        this.context = context;
        if (!endOfStream
                && limits.of(headers.method().toString(), headers.path().toString())
                        .isStreamed()) {
            http2.stream(streamId).setProperty(body, new StreamedBody(connections, connection, () -> {}));
        }
        try {
            super.onHeadersRead(context, streamId, headers, padding, endOfStream);
        } catch (IllegalArgumentException | NullPointerException malformed) {
            throw malformed(streamId, malformed);
        }
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context,
            int streamId,
            Http2Headers headers,
            int streamDependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endOfStream)
            throws Http2Exception {
        onHeadersRead(context, streamId, headers, padding, endOfStream);
    }

    @Override
    public int onDataRead(ChannelHandlerContext context, int streamId, ByteBuf data, int padding, boolean endOfStream)
            throws Http2Exception {
        StreamedBody streamed = streamed(http2.stream(streamId));
        if (streamed != null) {
            return readStreamed(context, streamId, data, padding, endOfStream, streamed);
        }
        connections.hold(connection, data.readableBytes());
        return super.onDataRead(context, streamId, data, padding, endOfStream);
    }

    /** Copies the bytes, which would otherwise pin a network buffer while they wait to be read. */
    private int readStreamed(
            ChannelHandlerContext context,
            int streamId,
            ByteBuf data,
            int padding,
            boolean endOfStream,
            StreamedBody streamed)
            throws Http2Exception {
        streamed.received(data.readableBytes());
        StreamedBody.Piece piece = streamed.copy(context.alloc(), data).pass();
        try {
            return super.onDataRead(context, streamId, piece, padding, endOfStream);
        } finally {
            piece.release();
        }
    }

    /** Returns the body of the stream if it is processed as it arrives; null otherwise. */
    @Nullable
    StreamedBody streamed(Http2Stream stream) {
        return stream.getProperty(body);
    }

    /** Resets a stream whose client is too slow. Called on the event loop. */
    void reset(Http2Stream stream) {
        if (context == null) {
            return;
        }
        try {
            super.onRstStreamRead(context, stream.id(), Http2Error.CANCEL.code());
        } catch (Http2Exception impossible) {
            throw new IllegalStateException(impossible);
        }
        handler.resetStream(context, stream.id(), Http2Error.CANCEL.code(), context.newPromise());
        context.flush();
    }

    private boolean isTrailer(int streamId) {
        return Boolean.TRUE.equals(http2.stream(streamId).setProperty(begun, Boolean.TRUE));
    }

    private void readTrailer(ChannelHandlerContext context, int streamId, boolean endOfStream) throws Http2Exception {
        if (endOfStream) {
            super.onDataRead(context, streamId, Unpooled.EMPTY_BUFFER, 0, true);
        }
    }

    /** Throws a stream error for missing or malformed headers, so that only this request fails (RFC 9113 §8.3.1, §8.1.1). */
    private void normalize(int streamId, Http2Headers headers) throws Http2Exception {
        CharSequence path = headers.path();
        if (isEmpty(headers.method())
                || isEmpty(headers.scheme())
                || isEmpty(path)
                || !isTarget(path, headers.method())) {
            throw malformed(streamId, null);
        }
        connection.setBusy(true);
        String target = RequestRules.withoutNeedlessEncoding(path.toString());
        headers.path(target);
        CharSequence override = headers.get(METHOD_OVERRIDE);
        if (override != null && RequestRules.isOverridden(override.toString(), target)) {
            headers.method(override);
        }
        headers.remove(HttpHeaderNames.ACCEPT_LANGUAGE);
        headers.remove(HttpHeaderNames.ACCEPT_CHARSET);
    }

    private static boolean isTarget(CharSequence path, CharSequence method) {
        return path.charAt(0) == '/' || ("*".contentEquals(path) && "OPTIONS".contentEquals(method));
    }

    private static boolean isEmpty(@Nullable CharSequence text) {
        return text == null || text.isEmpty();
    }

    private static Http2Exception malformed(int streamId, @Nullable Throwable cause) {
        return cause == null
                ? Http2Exception.streamError(streamId, Http2Error.PROTOCOL_ERROR, "Malformed request")
                : Http2Exception.streamError(streamId, Http2Error.PROTOCOL_ERROR, cause, "Malformed request");
    }
}
