package io.clubroom.chat.connection;

import io.clubroom.chat.Refusals;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses what would be no upgrade to WebSocket as the chat speaks it, before the framework makes it. */
@ServerFilter({"/api/chat/ws", "/api/ws/chat"})
final class UpgradeFilter implements Ordered {
    private static final String VERSION = WebSocketVersion.V13.toHttpHeaderValue();
    private static final String UPGRADES = "clubroom.upgrades";

    private final Origins origins;
    private final Refusals refusals;

    UpgradeFilter(Origins origins, Refusals refusals) {
        this.origins = origins;
        this.refusals = refusals;
    }

    @Override
    public int getOrder() {
        return ServerFilterPhase.SECURITY.before();
    }

    @RequestFilter
    @Nullable
    HttpResponse<?> check(HttpRequest<?> request) {
        if (!isUpgrade(request)) {
            return null;
        }
        // The framework names the route of other requests only; what is measured and logged goes by it.
        BasicHttpAttributes.setUriTemplate(request, request.getPath());
        MutableHttpResponse<?> refusal = refuse(request);
        if (refusal == null) {
            request.setAttribute(UPGRADES, true);
        } else {
            refusal.header(HttpHeaders.CONNECTION, "close");
        }
        return refusal;
    }

    /** The framework answers an upgrade with what the filters made of a 200. */
    @ResponseFilter
    void upgraded(HttpRequest<?> request, MutableHttpResponse<?> response) {
        if (request.getAttribute(UPGRADES).isPresent() && response.code() == HttpStatus.OK.getCode()) {
            response.status(HttpStatus.SWITCHING_PROTOCOLS);
        }
    }

    private @Nullable MutableHttpResponse<?> refuse(HttpRequest<?> request) {
        io.netty.handler.codec.http.HttpRequest netty = ((NettyHttpRequest<?>) request).getNativeRequest();
        if (HttpUtil.getContentLength(netty, 0L) > 0 || HttpUtil.isTransferEncodingChunked(netty)) {
            return refusals.of(request, 400, "bad_request", "An upgrade has no body");
        }
        if (!origins.allow(netty.headers(), request.isSecure())) {
            return refusals.of(request, 403, "origin_not_allowed", "Pages of this origin may not connect");
        }
        // RFC 6455 §4.4: older versions are other protocols, and who names none speaks the oldest.
        if (!netty.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_VERSION).equals(List.of(VERSION))) {
            return refusals.of(request, 426, "unsupported_version", "The version of WebSocket must be " + VERSION)
                    .header(HttpHeaders.SEC_WEBSOCKET_VERSION, VERSION);
        }
        if (!netty.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)) {
            return refusals.of(request, 400, "bad_request", "This is no upgrade to WebSocket");
        }
        return null;
    }

    private static boolean isUpgrade(HttpRequest<?> request) {
        return request instanceof NettyHttpRequest<?> netty
                && netty.getNativeRequest()
                        .headers()
                        .containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && netty.getNativeRequest()
                        .headers()
                        .containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    }
}
