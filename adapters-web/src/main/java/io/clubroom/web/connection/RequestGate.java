package io.clubroom.web.connection;

import io.clubroom.web.error.ErrorCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessageDecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sits between the HTTP/1.1 codec and the framework. Refuses requests that violate {@link RequestRules}, passes on one request of the
 * connection at a time, and accounts for the memory of requests. Removed together with the codec when the connection is upgraded.
 */
final class RequestGate extends ChannelDuplexHandler {
    /**
     * The size up to which pieces of a body are collected on the heap. Uncopied, each small piece would pin a network buffer, and with it a
     * chunk of the allocator that is many times as large.
     */
    private static final int PIECE = 8_192;

    private static final int FIRST_PIECE = 256;

    /** The approximate size in bytes of a waiting request. */
    private static final int WAITING_REQUEST_BYTES = 1_024;

    /** How long a client may go on sending a refused request before the connection is closed. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    /** The same for a large body, because a client may not read the response before it has sent everything. */
    private static final Duration STREAM_LINGER = Duration.ofSeconds(10);

    /** The size up to which a head is not counted, because the parser allocates as much anyway. */
    private static final int SMALL_HEAD = 1_024;

    private final HttpConnections connections;
    private final HttpConnection connection;
    private final RequestDeadline deadline;
    private final BodyLimits limits;

    /** Whether a request has been passed on and its response has not been written yet. */
    private boolean isAnswering;

    /** Whether the current read has passed on a request. Further requests of the same read wait, for fairness to other connections. */
    private boolean hasPassed;

    /** Whether nothing more is accepted from this connection. */
    private boolean isClosed;

    private boolean closesAfterAnswer;

    /** Whether the client may still be sending a request that is refused. */
    private boolean lingers;

    private long bodyBytes;
    private long maxBodyBytes;

    /** The length of the body of the current request; negative if unknown. */
    private long bodyLength;

    /** Whether the current request has been received completely. */
    private boolean isReceived;

    private @Nullable ByteBuf gathered;

    /** The body of the current request if it is processed as it arrives; otherwise null. */
    private @Nullable StreamedBody streamed;

    /** The file region that the kernel is sending as the body of the current response; otherwise null. */
    private SentFile.@Nullable Region sent;

    /** The messages received after an unanswered request; null if there are none. */
    private @Nullable Deque<Object> pipelined;

    private int pipelinedRequests;
    private @Nullable HttpRequest lastPipelined;
    private boolean readRequested;

    RequestGate(HttpConnections connections, HttpConnection connection, RequestDeadline deadline, BodyLimits limits) {
        this.connections = connections;
        this.connection = connection;
        this.deadline = deadline;
        this.limits = limits;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            deadline.headReceived();
        } else if (message instanceof HttpContent content) {
            deadline.bodyReceived(content.content().readableBytes());
        }
        if (message instanceof LastHttpContent) {
            deadline.requestReceived();
        }
        // When a connection closes within a request, the codec passes on the received part.
        if (isClosed || !context.channel().isActive()) {
            ReferenceCountUtil.release(message);
        } else if (pipelined != null || (message instanceof HttpRequest && (hasPassed || mustWait(context)))) {
            addPipelined(context, message);
        } else {
            pass(context, message);
            hasPassed = true;
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        hasPassed = false;
        if (pipelined != null) {
            context.executor().execute(() -> passPipelined(context));
        }
        context.fireChannelReadComplete();
    }

    private boolean mustWait(ChannelHandlerContext context) {
        // An unread response holds memory, so there is at most one.
        return isAnswering || !context.channel().isWritable();
    }

    private void addPipelined(ChannelHandlerContext context, Object message) {
        if (pipelined == null) {
            pipelined = new ArrayDeque<>();
        }
        if (message instanceof HttpRequest request) {
            if (pipelinedRequests == HttpBounds.PIPELINED_REQUESTS) {
                closeAfterPipelined(context);
                ReferenceCountUtil.release(message);
                return;
            }
            pipelinedRequests++;
            lastPipelined = request;
        }
        pipelined.add(message);
        connections.hold(
                connection,
                message instanceof HttpContent content ? content.content().readableBytes() : WAITING_REQUEST_BYTES);
    }

    /** Accepts no more requests, and closes the connection when the waiting ones have been answered. */
    private void closeAfterPipelined(ChannelHandlerContext context) {
        isClosed = true;
        if (lastPipelined != null) {
            lastPipelined.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        context.pipeline().get(HttpServerCodec.class).removeInboundHandler();
    }

    private void passPipelined(ChannelHandlerContext context) {
        if (pipelined == null || mustWait(context)) {
            return;
        }
        // One request at a time, as in a read.
        boolean isBegin = true;
        for (Object next = pipelined.peek();
                next != null && (isBegin || !(next instanceof HttpRequest));
                next = pipelined == null ? null : pipelined.peek()) {
            pipelined.remove();
            if (next instanceof HttpRequest) {
                pipelinedRequests--;
            }
            isBegin = false;
            pass(context, next);
        }
        if (pipelined != null && pipelined.isEmpty()) {
            pipelined = null;
            lastPipelined = null;
        }
        context.fireChannelReadComplete();
        readIfRequested(context);
    }

    @Override
    public void read(ChannelHandlerContext context) {
        readRequested = true;
        readIfRequested(context);
    }

    private void readIfRequested(ChannelHandlerContext context) {
        if (readRequested && pipelined == null && (streamed == null || !streamed.mustWait(HttpBounds.UNREAD_BYTES))) {
            readRequested = false;
            context.read();
        }
    }

    private void pass(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            begin(context, request);
        } else if (message instanceof HttpContent content) {
            pass(context, content);
        } else {
            context.fireChannelRead(message);
        }
    }

    private void begin(ChannelHandlerContext context, HttpRequest request) {
        isAnswering = true;
        bodyBytes = 0;
        isReceived = false;
        connection.setBusy(true);
        if (request.decoderResult() instanceof HttpMessageDecoderResult sizes) {
            int largest = Math.max(sizes.initialLineLength(), sizes.headerSize());
            connection.keep(largest <= SMALL_HEAD ? 0 : largest);
        }
        HttpRequest accepted = RequestRules.apply(request, limits);
        if (accepted != request) {
            isClosed = true;
            lingers = true;
            ReferenceCountUtil.release(request);
            discardPipelined();
        }
        BodyLimits.Limit limit = limits.of(accepted.method().name(), accepted.uri());
        maxBodyBytes = limit.bytes();
        bodyLength = HttpUtil.isTransferEncodingChunked(accepted) ? -1 : HttpUtil.getContentLength(accepted, 0L);
        streamed = limit.isStreamed() && accepted == request
                ? new StreamedBody(
                        connections, connection, () -> context.executor().execute(() -> allRead(context)))
                : null;
        deadline.streams(streamed);
        context.fireChannelRead(accepted);
    }

    private void pass(ChannelHandlerContext context, HttpContent content) {
        int bytes = content.content().readableBytes();
        bodyBytes += bytes;
        isReceived = content instanceof LastHttpContent;
        if (content.decoderResult().isFailure() || bodyBytes > maxBodyBytes) {
            ErrorCode code = content.decoderResult().isFailure() ? ErrorCode.BAD_REQUEST : ErrorCode.PAYLOAD_TOO_LARGE;
            content.release();
            fail(context, code);
            return;
        }
        if (streamed != null) {
            stream(context, content, streamed);
            return;
        }
        if (bytes > 0 && !connections.hold(connection, bytes)) {
            content.release();
            return;
        }
        boolean isLast = content instanceof LastHttpContent;
        if (gathered == null && isLast) {
            context.fireChannelRead(content);
            return;
        }
        if (gathered == null) {
            gathered = Unpooled.buffer(Math.max(FIRST_PIECE, bytes));
        }
        gathered.writeBytes(content.content());
        content.release();
        ByteBuf piece = gathered;
        if (isLast) {
            gathered = null;
            context.fireChannelRead(new DefaultLastHttpContent(piece));
        } else if (piece.readableBytes() >= PIECE) {
            gathered = null;
            context.fireChannelRead(new DefaultHttpContent(piece));
        }
    }

    /** Passes bytes on immediately if a reader waits for them, and otherwise in large pieces. */
    private void stream(ChannelHandlerContext context, HttpContent content, StreamedBody body) {
        ByteBuf bytes = content.content();
        boolean isLast = content instanceof LastHttpContent;
        if (gathered != null && gathered.writableBytes() < bytes.readableBytes()) {
            passGathered(context);
        }
        if (bytes.isReadable()) {
            if (gathered == null && !body.mustWait(1)) {
                gathered = body.copy(context.alloc(), bytes);
                passGathered(context);
            } else {
                if (gathered == null) {
                    gathered = body.piece(context.alloc(), Math.max(PIECE, bytes.readableBytes()));
                }
                gathered.writeBytes(bytes);
            }
        }
        content.release();
        if (isLast) {
            passGathered(context);
            context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    private void passGathered(ChannelHandlerContext context) {
        if (gathered instanceof StreamedBody.Piece piece) {
            gathered = null;
            context.fireChannelRead(new DefaultHttpContent(piece.pass()));
        }
    }

    /** Called when all passed-on bytes of a streamed body have been read. */
    private void allRead(ChannelHandlerContext context) {
        if (context.isRemoved() || !context.channel().isActive()) {
            return;
        }
        if (gathered instanceof StreamedBody.Piece) {
            passGathered(context);
            context.fireChannelReadComplete();
        }
        readIfRequested(context);
    }

    /** Aborts the body of the current request. */
    private void fail(ChannelHandlerContext context, ErrorCode code) {
        isClosed = true;
        releaseGathered();
        discardPipelined();
        if (isAnswering) {
            closesAfterAnswer = true;
            lingers = true;
            context.fireExceptionCaught(new RefusedBody(code));
        } else {
            context.close();
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
                context.write(message, promise);
                return;
            }
            begin(response);
            SentFile.Region file = SentFile.takeNext(context.channel());
            if (file != null) {
                send(context, response, file, promise);
                return;
            }
        }
        boolean isLast = message instanceof LastHttpContent;
        int bytes = message instanceof HttpContent content ? content.content().readableBytes() : 0;
        ChannelPromise written = promise;
        if (bytes >= HttpBounds.COUNTED_RESPONSE_BYTES) {
            connections.holdResponse(connection, bytes);
            written = promise.unvoid();
            written.addListener(_ -> connections.releaseResponse(connection, bytes));
        }
        if (isLast) {
            end(context, message, written);
        } else {
            context.write(message, written);
        }
    }

    private void begin(HttpResponse response) {
        if (streamed != null && !isReceived && (bodyLength < 0 || bodyLength - bodyBytes > HttpBounds.BODY_BYTES)) {
            // Reading the rest would take longer than opening another connection.
            isClosed = true;
            closesAfterAnswer = true;
            lingers = true;
            releaseGathered();
        }
        if (closesAfterAnswer) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
    }

    /** Writes the end of a response. */
    private void end(ChannelHandlerContext context, Object last, ChannelPromise promise) {
        ChannelPromise written = promise;
        if (closesAfterAnswer) {
            written = written.unvoid();
            written.addListener(ChannelFutureListener.CLOSE);
        }
        context.write(last, written);
        isAnswering = false;
        connection.setBusy(false);
        if (streamed != null) {
            streamed.end();
        }
        connections.release(connection);
        if (pipelined != null) {
            context.executor().execute(() -> passPipelined(context));
        }
    }

    /** Lets the kernel send the body of a response. */
    private void send(
            ChannelHandlerContext context, HttpResponse response, SentFile.Region file, ChannelPromise promise) {
        sent = file;
        HttpHeaders headers = response.headers();
        headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
        headers.set(HttpHeaderNames.CONTENT_LENGTH, file.left());
        context.write(new DefaultHttpResponse(response.protocolVersion(), response.status(), headers));
        ReferenceCountUtil.release(response);
        sendNext(context, file, promise);
    }

    private void sendNext(ChannelHandlerContext context, SentFile.Region file, ChannelPromise promise) {
        if (file.left() == 0) {
            releaseSent();
            end(context, LastHttpContent.EMPTY_LAST_CONTENT, promise);
            context.flush();
            return;
        }
        context.writeAndFlush(file.next()).addListener(written -> {
            if (written.isSuccess()) {
                sendNext(context, file, promise);
            } else {
                // Otherwise the client would take the next response for the rest of this one.
                releaseSent();
                promise.tryFailure(written.cause());
                context.close();
            }
        });
    }

    /**
     * Closes the connection; after a refused request in two steps (RFC 9112 §9.6), because closing a socket with unread input resets the
     * connection, and the client would lose the response.
     */
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (sent != null && !connection.isGivenUp() && context.channel().isActive()) {
            // The framework considers the response written, and closes idle connections when it stops.
            closesAfterAnswer = true;
            return;
        }
        if (!lingers || !(context.channel() instanceof DuplexChannel channel) || !channel.isActive()) {
            context.close(promise);
            return;
        }
        lingers = false;
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            channel.shutdownOutput();
        } else {
            tls.closeOutbound();
        }
        channel.config().setAutoRead(true);
        Duration linger = streamed == null ? LINGER : STREAM_LINGER;
        context.executor().schedule(() -> context.close(promise), linger.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        passPipelined(context);
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        releaseGathered();
        releaseSent();
        SentFile.Region unsent = SentFile.takeNext(context.channel());
        if (unsent != null) {
            unsent.close();
        }
        discardPipelined();
        deadline.remove(context);
        if (context.channel().isActive()) {
            connections.upgraded(connection);
        }
    }

    private void releaseGathered() {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }

    private void releaseSent() {
        if (sent != null) {
            sent.close();
            sent = null;
        }
    }

    private void discardPipelined() {
        if (pipelined != null) {
            pipelined.forEach(ReferenceCountUtil::release);
            pipelined = null;
        }
    }
}
