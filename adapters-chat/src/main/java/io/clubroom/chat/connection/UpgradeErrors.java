package io.clubroom.chat.connection;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.micronaut.http.MediaType;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** Makes the answer to an upgrade that is refused: the one shape of errors, or a problem of RFC 9457 for who prefers it. */
final class UpgradeErrors {
    static final String REQUEST_ID = "X-Request-Id";

    private static final Pattern SANE_REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final JsonFactory JSON = new JsonFactory();

    private UpgradeErrors() {}

    static FullHttpResponse of(HttpRequest request, HttpResponseStatus status, String code, String sentence) {
        String id = requestId(request);
        boolean isProblem = prefersProblem(request);
        StringWriter body = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            if (isProblem) {
                json.writeStringField("type", "urn:clubroom:error:" + code);
                json.writeStringField("title", sentence);
                json.writeNumberField("status", status.code());
                json.writeStringField("detail", sentence);
                json.writeStringField("instance", new QueryStringDecoder(request.uri()).rawPath());
            } else {
                json.writeBooleanField("error", true);
                json.writeStringField("message", sentence);
                json.writeNumberField("status", status.code());
            }
            json.writeStringField("code", code);
            json.writeStringField("request_id", id);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new AssertionError("a string can always be written", impossible);
        }
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, ByteBufUtil.writeUtf8(UnpooledByteBufAllocator.DEFAULT, body.toString()));
        response.headers()
                .set(
                        HttpHeaderNames.CONTENT_TYPE,
                        isProblem ? MediaType.APPLICATION_JSON_PROBLEM : MediaType.APPLICATION_JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'")
                .set(HttpHeaderNames.X_FRAME_OPTIONS, "DENY")
                .set("Referrer-Policy", "no-referrer")
                .set("X-Content-Type-Options", "nosniff")
                .set(REQUEST_ID, id);
        return response;
    }

    /** What the client calls its request, if that is sane, else a new name. */
    static String requestId(HttpRequest request) {
        String given = request.headers().get(REQUEST_ID);
        return given != null && SANE_REQUEST_ID.matcher(given).matches()
                ? given
                : UUID.randomUUID().toString();
    }

    /** By the rule of all other errors, which stands in an adapter that cannot be seen from here. */
    private static boolean prefersProblem(HttpRequest request) {
        List<MediaType> accepted = MediaType.orderedOf(request.headers().getAll(HttpHeaderNames.ACCEPT));
        BigDecimal problem = quality(accepted, MediaType.APPLICATION_JSON_PROBLEM_TYPE);
        return problem.signum() > 0 && problem.compareTo(quality(accepted, MediaType.APPLICATION_JSON_TYPE)) >= 0;
    }

    private static BigDecimal quality(List<MediaType> accepted, MediaType type) {
        return accepted.stream()
                .filter(type::equals)
                .map(MediaType::getQualityAsNumber)
                .findFirst()
                .orElse(BigDecimal.ZERO);
    }
}
