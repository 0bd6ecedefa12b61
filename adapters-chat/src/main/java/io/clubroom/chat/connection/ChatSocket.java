package io.clubroom.chat.connection;

import io.micronaut.core.annotation.NonBlocking;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RouteCondition;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.micronaut.websocket.annotation.OnMessage;
import io.micronaut.websocket.annotation.OnOpen;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The chat's endpoint. The framework upgrades a connection, after all filters, and says that it is open; from there on the connection's
 * own handlers have it.
 */
abstract class ChatSocket {
    private static final String BEARER = "bearer ";

    private final Sockets sockets;

    ChatSocket(Sockets sockets) {
        this.sockets = sockets;
    }

    // What is no upgrade is not for this route, but for the one that says so; the framework looks for upgrades past the
    // condition.
    @OnOpen
    @NonBlocking
    @RouteCondition("#{false}")
    public void open(HttpRequest<?> request) {
        ChannelHandlerContext context = ((NettyHttpRequest<?>) request).getChannelHandlerContext();
        if (context.channel().isActive()) {
            sockets.create(context.channel(), token(request)).takeOver(context);
        }
    }

    /** The framework asks for it; but no frame comes this far. */
    @OnMessage
    @NonBlocking
    public void message(WebSocketFrame frame) {
        frame.release();
        throw new IllegalStateException("a frame has passed the handlers of its connection");
    }

    private static @Nullable String token(HttpRequest<?> request) {
        String header = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
        if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return header.substring(BEARER.length()).strip();
        }
        try {
            List<String> tokens = new QueryStringDecoder(request.getUri().toString())
                    .parameters()
                    .get("token");
            return tokens == null ? null : tokens.getFirst();
        } catch (IllegalArgumentException malformed) {
            // A bad token like any other.
            return "";
        }
    }
}
