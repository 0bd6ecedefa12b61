package io.clubroom.web.limit;

import io.clubroom.web.connection.HttpConnections;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.http.server.netty.NettyHttpRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Limits the requests of each address, before any other work is done for them. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class AddressLimitFilter implements Ordered {
    private final RequestLimits limits;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final HttpConnections connections;
    private final ErrorResponses errors;

    AddressLimitFilter(RequestLimits limits, HttpConnections connections, ErrorResponses errors) {
        this.limits = limits;
        this.connections = connections;
        this.errors = errors;
    }

    @Override
    public int getOrder() {
        // After the filters that every response passes: metrics and CORS headers.
        return ServerFilterPhase.TRACING.order();
    }

    @RequestFilter
    @Nullable
    HttpResponse<?> count(HttpRequest<?> request) {
        HttpResponse<?> refused = limits.byAddress(request);
        return refused == null && request.getHeaders().contains(HttpHeaders.UPGRADE) && !mayUpgrade(request)
                ? errors.tryLater(request, ErrorCode.OVERLOADED, RETRY_AFTER)
                : refused;
    }

    private boolean mayUpgrade(HttpRequest<?> request) {
        return !(request instanceof NettyHttpRequest<?> netty)
                || connections.mayUpgrade(netty.getChannelHandlerContext().channel());
    }

    @ResponseFilter
    void addHeaders(HttpRequest<?> request, MutableHttpResponse<?> response) {
        limits.addHeaders(request, response);
    }
}
