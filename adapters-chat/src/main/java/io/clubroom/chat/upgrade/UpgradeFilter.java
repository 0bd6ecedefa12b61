package io.clubroom.chat.upgrade;

import io.clubroom.chat.frame.Protocol;
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
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rejects invalid upgrade requests in the server's error format; otherwise the framework's handshake would throw an exception. Matches all
 * paths, because a filter with a path makes the framework match and sort all filters for each request; {@link UpgradeHeaderHandler} removes
 * the {@code Upgrade} header on other paths.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class UpgradeFilter implements Ordered {
    private static final String VERSION = WebSocketVersion.V13.toHttpHeaderValue();
    /** The query parameter for the version of the protocol. */
    static final String PROTOCOL = "protocol";

    private static final String ACCEPTED = "clubroom.chat.upgrade-accepted";

    /** RFC 6455 §4.1: 16 bytes, which are 24 characters of base64. */
    private static final int KEY_BYTES = 16;

    private static final int KEY_CHARACTERS = 24;

    private final AllowedOrigins origins;
    private final ErrorResponseFactory errors;

    UpgradeFilter(AllowedOrigins origins, ErrorResponseFactory errors) {
        this.origins = origins;
        this.errors = errors;
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
        // Metrics and logs need the template, which the framework does not set for upgrades.
        BasicHttpAttributes.setUriTemplate(request, request.getPath());
        MutableHttpResponse<?> rejection = reject(request);
        if (rejection == null) {
            request.setAttribute(ACCEPTED, true);
        }
        return rejection;
    }

    /** Sets status 101 for the outer filters. The framework passes them a 200, which is never sent. */
    @ResponseFilter
    void switchProtocols(HttpRequest<?> request, MutableHttpResponse<?> response) {
        if (request.getAttribute(ACCEPTED).isPresent() && response.code() == HttpStatus.OK.getCode()) {
            response.status(HttpStatus.SWITCHING_PROTOCOLS);
        }
    }

    private @Nullable MutableHttpResponse<?> reject(HttpRequest<?> request) {
        io.netty.handler.codec.http.HttpRequest netty = ((NettyHttpRequest<?>) request).getNativeRequest();
        if (HttpUtil.getContentLength(netty, 0L) > 0 || HttpUtil.isTransferEncodingChunked(netty)) {
            return error(request, HttpStatus.BAD_REQUEST, "bad_request", "A WebSocket upgrade must not have a body");
        }
        if (!origins.allow(netty.headers(), request.isSecure())) {
            return error(request, HttpStatus.FORBIDDEN, "origin_not_allowed", "Pages of this origin may not connect");
        }
        // RFC 6455 §4.4: the answer to any other version, or to none, names the supported one.
        if (!netty.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_VERSION).equals(List.of(VERSION))) {
            return error(
                            request,
                            HttpStatus.UPGRADE_REQUIRED,
                            "unsupported_version",
                            "The WebSocket version must be " + VERSION)
                    .header(HttpHeaders.CONNECTION, HttpHeaderValues.UPGRADE)
                    .header(HttpHeaders.UPGRADE, HttpHeaderValues.WEBSOCKET)
                    .header(HttpHeaders.SEC_WEBSOCKET_VERSION, VERSION);
        }
        if (!isKey(netty.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_KEY))) {
            return error(
                    request,
                    HttpStatus.BAD_REQUEST,
                    "bad_request",
                    "Sec-WebSocket-Key must be 16 bytes encoded in base64");
        }
        List<String> protocol = request.getParameters().getAll(PROTOCOL);
        if (!protocol.isEmpty() && (protocol.size() > 1 || Protocol.agreed(protocol.getFirst()) == null)) {
            return error(request, HttpStatus.BAD_REQUEST, "invalid_input", PROTOCOL + " " + Protocol.RULE);
        }
        return null;
    }

    private MutableHttpResponse<?> error(HttpRequest<?> request, HttpStatus status, String code, String message) {
        return errors.create(request, status.getCode(), code, message).header(HttpHeaders.CONNECTION, "close");
    }

    private static boolean isKey(List<String> keys) {
        if (keys.size() != 1 || keys.getFirst().length() != KEY_CHARACTERS) {
            return false;
        }
        try {
            return Base64.getDecoder().decode(keys.getFirst()).length == KEY_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /** Checks only the presence of the header, because {@link UpgradeHeaderHandler} has removed all others. */
    private static boolean isUpgrade(HttpRequest<?> request) {
        return request.getHeaders().contains(HttpHeaders.UPGRADE);
    }
}
