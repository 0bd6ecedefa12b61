package io.clubroom.chat.upgrade;

import io.micronaut.web.router.uri.UriUtil;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Set;

/**
 * Removes the {@code Upgrade} header from requests that no WebSocket endpoint accepts, as RFC 9110 §7.8 permits, and requires for HTTP/1.0.
 * Without this, the framework would try to upgrade any path and method, and answer 404 where there is no endpoint.
 */
@ChannelHandler.Sharable
final class UpgradeHeaderHandler extends ChannelInboundHandlerAdapter {
    private final Set<String> paths;

    /** @param paths the paths of the WebSocket endpoints */
    UpgradeHeaderHandler(Set<String> paths) {
        this.paths = paths;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request && request.headers().contains(HttpHeaderNames.UPGRADE)) {
            if (isWebSocketUpgrade(request)) {
                // The framework's handshake accepts neither a list of protocols nor a query that is not a valid URI.
                request.headers().set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
                request.setUri(UriUtil.toValidPath(withoutTrailingSlash(originForm(request.uri()))));
            } else {
                request.headers().remove(HttpHeaderNames.UPGRADE);
            }
        }
        context.fireChannelRead(message);
    }

    private boolean isWebSocketUpgrade(HttpRequest request) {
        HttpHeaders headers = request.headers();
        return request.decoderResult().isSuccess()
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && request.method().equals(HttpMethod.GET)
                && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && paths.contains(path(request.uri()));
    }

    private static String path(String target) {
        String originForm = withoutTrailingSlash(originForm(target));
        int query = originForm.indexOf('?');
        return query < 0 ? originForm : originForm.substring(0, query);
    }

    /** Removes the trailing slash of the path, which the REST API allows too. */
    private static String withoutTrailingSlash(String target) {
        int query = target.indexOf('?');
        int end = query < 0 ? target.length() : query;
        return end > 1 && target.charAt(end - 1) == '/' ? target.substring(0, end - 1) + target.substring(end) : target;
    }

    /** Returns the path and query of a request target, which may be in absolute form (RFC 9112 §3.2.2). */
    private static String originForm(String target) {
        int authority = target.startsWith("/") ? -1 : target.indexOf("://");
        int path = authority < 0 ? 0 : target.indexOf('/', authority + "://".length());
        return path < 0 ? "/" : target.substring(path);
    }
}
