package io.clubroom.chat.connection;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Set;

/**
 * Ignores the wish to speak WebSocket where nobody does (RFC 9110 §7.8): the framework would answer with 404 whatever else the request
 * asks for, and upgrade requests of all methods.
 */
@ChannelHandler.Sharable
final class ForeignUpgrades extends ChannelInboundHandlerAdapter {
    private final Set<String> paths;

    /** @param paths where somebody speaks WebSocket */
    ForeignUpgrades(Set<String> paths) {
        this.paths = paths;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request
                && request.headers().contains(HttpHeaderNames.UPGRADE)
                && !(request.method().equals(HttpMethod.GET) && paths.contains(path(request)))) {
            request.headers().remove(HttpHeaderNames.UPGRADE);
        }
        context.fireChannelRead(message);
    }

    private static String path(HttpRequest request) {
        int query = request.uri().indexOf('?');
        return query < 0 ? request.uri() : request.uri().substring(0, query);
    }
}
