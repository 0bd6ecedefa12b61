package io.clubroom.chat.upgrade;

import io.clubroom.chat.connection.ConnectionFactory;
import io.clubroom.chat.frame.Protocol;
import io.micronaut.core.annotation.NonBlocking;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RouteCondition;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.micronaut.security.annotation.Secured;
import io.micronaut.websocket.annotation.OnMessage;
import io.micronaut.websocket.annotation.OnOpen;
import io.micronaut.websocket.annotation.ServerWebSocket;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket endpoint of the chat. The framework runs the filters and the handshake; once the connection is open, the chat's own
 * handlers replace those of the framework (ADR 7).
 */
public abstract class ChatEndpoint {
    static final String PATH = "/api/chat/ws";

    /** The Rust service, this server's predecessor, served both paths. */
    static final String SECOND_PATH = "/api/ws/chat";

    private static final String BEARER = "bearer ";

    private final ConnectionFactory connections;

    protected ChatEndpoint(ConnectionFactory connections) {
        this.connections = connections;
    }

    @ServerWebSocket(PATH)
    static final class AtPath extends ChatEndpoint {
        AtPath(ConnectionFactory connections) {
            super(connections);
        }
    }

    @ServerWebSocket(SECOND_PATH)
    static final class AtSecondPath extends ChatEndpoint {
        AtSecondPath(ConnectionFactory connections) {
            super(connections);
        }
    }

    /**
     * Called right after the handshake.
     *
     * <p>The route condition, which upgrades ignore, keeps this route from matching a plain GET; a controller answers that. Any client may
     * upgrade and authenticates afterwards. On a route with a condition, the framework evaluates all values of {@code @Secured} as
     * expressions.
     */
    @OnOpen
    @Secured("#{true}")
    @NonBlocking
    @RouteCondition("#{false}")
    public void open(HttpRequest<?> request) {
        ChannelHandlerContext context = ((NettyHttpRequest<?>) request).getChannelHandlerContext();
        if (!context.executor().inEventLoop()) {
            // A filter that leaves the event loop would let frames arrive before the handlers that read them.
            throw new IllegalStateException("The WebSocket upgrade must run on the event loop of its channel");
        }
        if (context.channel().isActive()) {
            String protocol = request.getParameters().get(UpgradeFilter.PROTOCOL);
            ChannelTakeover.takeOver(
                    context,
                    connections.create(
                            context.channel(), token(request), protocol == null ? null : Protocol.agreed(protocol)));
        }
    }

    /** Required by the framework. Never called: frames do not reach the framework's handler. */
    @OnMessage
    @Secured("#{true}")
    @NonBlocking
    public void message(WebSocketFrame frame) {
        frame.release();
        throw new IllegalStateException("A frame has reached the framework's WebSocket handler");
    }

    private static @Nullable String token(HttpRequest<?> request) {
        String header = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
        if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return header.substring(BEARER.length()).strip();
        }
        return request.getParameters().get("token");
    }
}
