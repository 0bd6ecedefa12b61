package io.clubroom.chat.connection;

import io.clubroom.chat.Admission;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Behind the HTTP codec of a connection: makes the upgrade to WebSocket of the chat's two paths, and lets pass everything else. A
 * connection that was upgraded has nothing of HTTP left.
 */
final class ChatUpgrade extends ChannelInboundHandlerAdapter {
    static final String NAME = "chat-upgrade";

    private static final Set<String> PATHS = Set.of("/api/chat/ws", "/api/ws/chat");
    private static final String VERSION = WebSocketVersion.V13.toHttpHeaderValue();
    private static final String BEARER = "bearer ";
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    /** Makes the connections of those that are upgraded. */
    interface Factory {
        /** @param token what the client has said of who it is, null if nothing */
        WebSocketConnection create(Channel channel, @Nullable String token);
    }

    private final Factory connections;
    private final Origins origins;
    private final Admission admission;
    private @Nullable HttpRequest upgrade;

    ChatUpgrade(Factory connections, Origins origins, Admission admission) {
        this.connections = connections;
        this.origins = origins;
        this.admission = admission;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request && isUpgrade(request)) {
            upgrade = request;
        }
        if (upgrade == null || !(message instanceof HttpObject)) {
            context.fireChannelRead(message);
            return;
        }
        HttpRequest request = upgrade;
        boolean complete = message instanceof LastHttpContent;
        boolean hasBody =
                message instanceof HttpContent content && content.content().isReadable();
        ReferenceCountUtil.release(message);
        if (complete || hasBody) {
            upgrade = null;
            answer(context, request, hasBody);
        } else {
            context.read();
        }
    }

    private static boolean isUpgrade(HttpRequest request) {
        return request.decoderResult().isSuccess()
                && request.method().equals(HttpMethod.GET)
                && request.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && PATHS.contains(path(request));
    }

    private static String path(HttpRequest request) {
        int query = request.uri().indexOf('?');
        return query < 0 ? request.uri() : request.uri().substring(0, query);
    }

    private void answer(ChannelHandlerContext context, HttpRequest request, boolean hasBody) {
        boolean secure = context.pipeline().get(SslHandler.class) != null;
        Optional<Map<String, String>> refusal = admission.refuse(
                (InetSocketAddress) context.channel().remoteAddress(),
                request.headers().getAll(FORWARDED_FOR));
        if (refusal.isPresent()) {
            FullHttpResponse response = UpgradeErrors.of(
                    request,
                    HttpResponseStatus.TOO_MANY_REQUESTS,
                    "rate_limited",
                    "More requests than allowed; try again after the time in Retry-After.");
            refusal.get().forEach(response.headers()::set);
            context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        } else if (hasBody) {
            refuse(context, request, HttpResponseStatus.BAD_REQUEST, "bad_request", "An upgrade has no body");
        } else if (!origins.allow(request.headers(), secure)) {
            refuse(
                    context,
                    request,
                    HttpResponseStatus.FORBIDDEN,
                    "origin_not_allowed",
                    "Pages of this origin may not connect");
        } else {
            handshake(context, request);
        }
    }

    private void handshake(ChannelHandlerContext context, HttpRequest request) {
        // RFC 6455 §4.4: older versions are other protocols, and who names none speaks the oldest.
        if (!request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_VERSION).equals(List.of(VERSION))) {
            FullHttpResponse response = UpgradeErrors.of(
                    request,
                    HttpResponseStatus.UPGRADE_REQUIRED,
                    "unsupported_version",
                    "The version of WebSocket must be " + VERSION);
            response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, VERSION);
            context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        String token = token(request);
        HttpHeaders headers = new DefaultHttpHeaders().set(UpgradeErrors.REQUEST_ID, UpgradeErrors.requestId(request));
        // Without it, a handshake that fails leaves an HTTP connection that nobody serves.
        FullHttpRequest complete = new DefaultFullHttpRequest(
                request.protocolVersion(),
                request.method(),
                request.uri(),
                Unpooled.EMPTY_BUFFER,
                request.headers(),
                EmptyHttpHeaders.INSTANCE);
        WebSocketConnection connection = connections.create(context.channel(), token);
        try {
            leaveOnlyTheCodec(context);
            new WebSocketServerHandshaker13(request.uri(), null, WebSocketConnection.DECODER)
                    .handshake(
                            context.channel(),
                            complete,
                            headers,
                            context.channel().newPromise())
                    .addListener(done -> {
                        if (done.isSuccess()) {
                            connection.begin();
                        } else {
                            context.channel().close();
                        }
                    });
        } catch (WebSocketHandshakeException malformed) {
            context.channel()
                    .writeAndFlush(UpgradeErrors.of(
                            request, HttpResponseStatus.BAD_REQUEST, "bad_request", "This is no upgrade to WebSocket"))
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        connection.install();
    }

    /** Removes this handler, those behind it, and the one that looks for idle connections. */
    private void leaveOnlyTheCodec(ChannelHandlerContext context) {
        ChannelPipeline pipeline = context.pipeline();
        boolean behind = false;
        for (Map.Entry<String, ChannelHandler> entry : pipeline.toMap().entrySet()) {
            behind |= entry.getValue() == this;
            if ((behind || entry.getKey().equals(ChannelPipelineCustomizer.HANDLER_IDLE_STATE))
                    && !(entry.getValue() instanceof HttpServerCodec)) {
                pipeline.remove(entry.getValue());
            }
        }
    }

    private static @Nullable String token(HttpRequest request) {
        String header = request.headers().get(HttpHeaderNames.AUTHORIZATION);
        if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return header.substring(BEARER.length()).strip();
        }
        try {
            List<String> tokens =
                    new QueryStringDecoder(request.uri()).parameters().get("token");
            return tokens == null ? null : tokens.getFirst();
        } catch (IllegalArgumentException malformed) {
            // A bad token like any other.
            return "";
        }
    }

    private static void refuse(
            ChannelHandlerContext context,
            HttpRequest request,
            HttpResponseStatus status,
            String code,
            String sentence) {
        context.writeAndFlush(UpgradeErrors.of(request, status, code, sentence))
                .addListener(ChannelFutureListener.CLOSE);
    }
}
