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
 * Takes the place of a request that is not valid HTTP or exceeds a bound, so that its response passes the same filters as all
 * others. It ends the connection, because where the next request would begin is not known.
 */
public final class RefusedRequest extends DefaultFullHttpRequest {
    /** The target of a request whose own is not valid. */
    private static final String UNKNOWN_TARGET = "*";

    /** What the response depends on. */
    private static final List<String> KEPT_HEADERS = List.of(
            "Accept", "Origin", "Traceparent", "Tracestate", "X-Forwarded-For", "X-Forwarded-Proto", "X-Request-Id");

    private final ErrorCode code;

    /** @param target null if that of the request is not valid */
    RefusedRequest(HttpRequest refused, ErrorCode code, @Nullable String target) {
        super(HttpVersion.HTTP_1_1, method(refused), target == null ? UNKNOWN_TARGET : target, Unpooled.EMPTY_BUFFER);
        this.code = code;
        for (String name : KEPT_HEADERS) {
            headers().set(name, refused.headers().getAll(name));
        }
        headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }

    /** Why the request is refused; null if it is not. */
    public static @Nullable ErrorCode code(io.micronaut.http.HttpRequest<?> request) {
        return request instanceof NettyHttpRequest<?> netty
                        && netty.getNativeRequest() instanceof RefusedRequest refused
                ? refused.code
                : null;
    }

    /** A preflight request would be answered by the CORS filter. */
    private static HttpMethod method(HttpRequest refused) {
        return refused.method().equals(HttpMethod.OPTIONS) ? HttpMethod.GET : refused.method();
    }
}
