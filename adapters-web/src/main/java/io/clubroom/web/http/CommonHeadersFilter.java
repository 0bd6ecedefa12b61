package io.clubroom.web.http;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.HttpServerConfiguration;
import io.micronaut.http.server.annotation.PreMatching;
import io.micronaut.json.JsonMapper;
import io.micronaut.web.router.RouteAttributes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Adds the common headers to every response. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class CommonHeadersFilter implements Ordered {
    private static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";

    private final CommonHeaders headers;
    private final boolean originMatters;
    private final JsonMapper json;

    CommonHeadersFilter(CommonHeaders headers, HttpServerConfiguration.CorsConfiguration cors, JsonMapper json) {
        this.json = json;
        this.headers = headers;
        this.originMatters = cors.isEnabled();
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    /** Responses made before routing pass only the pre-matching filters. */
    @PreMatching
    @ResponseFilter
    void completeEarly(HttpRequest<?> request, MutableHttpResponse<?> response) {
        complete(request, response);
    }

    @ResponseFilter
    void complete(HttpRequest<?> request, MutableHttpResponse<?> response) {
        headers.addTo(response, request);
        if (request.getMethod() == HttpMethod.HEAD) {
            // The framework drops the body before it knows its length.
            Optional.ofNullable(response.body())
                    .or(() -> RouteAttributes.getHeadBody(response))
                    .ifPresent(body -> response.contentLength(length(body)));
            if (request.getHeaders().contains(METHOD_OVERRIDE)) {
                // With an overridden method, the client has sent a POST and expects as many bytes as the response
                // states.
                response.contentLength(0);
            }
        }
        // The framework adds it only for allowed origins.
        if (originMatters && !response.getHeaders().contains(HttpHeaders.VARY)) {
            response.header(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        }
    }

    private long length(Object body) {
        try {
            return switch (body) {
                case byte[] bytes -> bytes.length;
                case ByteBuf bytes -> bytes.readableBytes();
                case CharSequence text -> ByteBufUtil.utf8Bytes(text);
                default -> json.writeValueAsBytes(body).length;
            };
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
