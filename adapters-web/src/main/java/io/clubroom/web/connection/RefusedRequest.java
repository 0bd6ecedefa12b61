package io.clubroom.web.connection;

import io.clubroom.web.error.ErrorCode;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a request that is not valid HTTP or exceeds a limit, so that its response passes the same filters as all others. The connection
 * is closed afterwards, because the start of the next request is unknown.
 */
public final class RefusedRequest extends DefaultFullHttpRequest {
    /** The target of a request whose own is not valid. */
    private static final String UNKNOWN_TARGET = "*";

    /** The headers on which the response depends. */
    private static final List<String> KEPT_HEADERS = List.of(
            "Accept", "Origin", "Traceparent", "Tracestate", "X-Forwarded-For", "X-Forwarded-Proto", "X-Request-Id");

    private final ErrorCode code;

    /** @param target the request target; null if it is invalid */
    RefusedRequest(HttpRequest refused, ErrorCode code, @Nullable String target) {
        super(HttpVersion.HTTP_1_1, method(refused), target == null ? UNKNOWN_TARGET : target, Unpooled.EMPTY_BUFFER);
        this.code = code;
        for (String name : KEPT_HEADERS) {
            headers().set(name, refused.headers().getAll(name));
        }
        headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }

    /** Returns the error if the request is refused; null otherwise. */
    public static @Nullable ErrorCode code(io.micronaut.http.HttpRequest<?> request) {
        return request instanceof NettyHttpRequest<?> netty
                        && netty.getNativeRequest() instanceof RefusedRequest refused
                ? refused.code
                : null;
    }

    /** Returns the method, with GET for OPTIONS, because the CORS filter would answer a preflight request. */
    private static HttpMethod method(HttpRequest refused) {
        return refused.method().equals(HttpMethod.OPTIONS) ? HttpMethod.GET : refused.method();
    }
}
