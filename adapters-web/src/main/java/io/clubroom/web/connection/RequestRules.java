package io.clubroom.web.connection;

import io.clubroom.web.error.ErrorCode;
import io.micronaut.web.router.uri.UriUtil;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessageDecoderResult;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of RFC 9112 that the framework and its codec do not enforce. They matter behind a proxy, which must not understand a
 * request differently. Also gives requests the form that the framework expects.
 */
final class RequestRules {
    /** The header that replaces the method of a request. */
    static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";

    private static final String UPLOADS = "/api/uploads/";
    private static final Set<String> OVERRIDING = Set.of("HEAD", "PATCH", "DELETE");

    private RequestRules() {}

    /** Returns the request in normal form, or a {@link RefusedRequest}. */
    static HttpRequest apply(HttpRequest request, BodyLimits limits) {
        ErrorCode fault = headFault(request);
        if (fault != null) {
            return new RefusedRequest(request, fault, null);
        }
        String target = normalTarget(request);
        if (target == null || !isValid(target, request.method())) {
            return new RefusedRequest(request, ErrorCode.BAD_REQUEST, null);
        }
        overrideMethod(request, target);
        fault = headerFault(request, limits.of(request.method().name(), target).bytes());
        if (fault != null) {
            return new RefusedRequest(request, fault, target);
        }
        request.setUri(target);
        normalizeHeaders(request.headers());
        return request;
    }

    private static @Nullable ErrorCode headFault(HttpRequest request) {
        DecoderResult result = request.decoderResult();
        HttpVersion version = request.protocolVersion();
        // Netty reports version 1.0 for a request that it cannot parse.
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            return ErrorCode.HTTP_VERSION_NOT_SUPPORTED;
        }
        if (version != HttpVersion.HTTP_1_1 && version != HttpVersion.HTTP_1_0) {
            // The version is not in upper case.
            return ErrorCode.BAD_REQUEST;
        }
        if (result.isFailure()) {
            return switch (result.cause()) {
                case TooLongHttpLineException _ -> ErrorCode.URI_TOO_LONG;
                case TooLongHttpHeaderException _ -> ErrorCode.HEADERS_TOO_LARGE;
                default -> ErrorCode.BAD_REQUEST;
            };
        }
        // The codec accepts more, so that the response can depend on the headers.
        if (result instanceof HttpMessageDecoderResult sizes) {
            if (sizes.initialLineLength() > HttpBounds.REQUEST_LINE_BYTES) {
                return ErrorCode.URI_TOO_LONG;
            }
            if (sizes.headerSize() > HttpBounds.HEADER_BYTES) {
                return ErrorCode.HEADERS_TOO_LARGE;
            }
        }
        return request.headers().size() > HttpBounds.HEADERS ? ErrorCode.HEADERS_TOO_LARGE : null;
    }

    private static @Nullable ErrorCode headerFault(HttpRequest request, long maxBodyBytes) {
        HttpHeaders headers = request.headers();
        if (request.method().equals(HttpMethod.CONNECT)) {
            return ErrorCode.NOT_IMPLEMENTED;
        }
        String host = headers.get(HttpHeaderNames.HOST);
        if (host == null
                ? request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                : !isAuthority(host) || headers.getAll(HttpHeaderNames.HOST).size() > 1) {
            return ErrorCode.BAD_REQUEST;
        }
        if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            // RFC 9112 §6.3: with other codings, readers may disagree on where the request ends.
            List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
            return codings.size() == 1 && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.getFirst())
                    ? null
                    : ErrorCode.BAD_REQUEST;
        }
        return HttpUtil.getContentLength(request, 0L) > maxBodyBytes ? ErrorCode.PAYLOAD_TOO_LARGE : null;
    }

    /** Applies {@link #METHOD_OVERRIDE}, which the tus protocol requires for clients that can send only GET and POST. */
    private static void overrideMethod(HttpRequest request, String target) {
        String method = request.headers().get(METHOD_OVERRIDE);
        if (method != null && isOverridden(method, target)) {
            request.setMethod(HttpMethod.valueOf(method));
        }
    }

    /** Whether the target supports overriding the method with this one. */
    static boolean isOverridden(String method, String target) {
        return target.startsWith(UPLOADS) && OVERRIDING.contains(method);
    }

    private static void normalizeHeaders(HttpHeaders headers) {
        String connection = headers.get(HttpHeaderNames.CONNECTION);
        if (connection != null
                && connection.length() > HttpHeaderValues.CLOSE.length()
                && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true)) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        removeUnused(headers);
        if (headers.contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD)
                && !headers.contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS)) {
            // Browsers omit it in preflight requests for simple headers, which the framework would refuse.
            headers.set(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS, HttpHeaderNames.CONTENT_TYPE);
        }
    }

    /** Responses do not depend on these headers, but the framework fails if they are malformed. */
    private static void removeUnused(HttpHeaders headers) {
        headers.remove(HttpHeaderNames.ACCEPT_LANGUAGE);
        headers.remove(HttpHeaderNames.ACCEPT_CHARSET);
    }

    /**
     * The target in origin form, without needless percent-encoding; null if it is not valid. The authority of an absolute target
     * replaces the Host header (RFC 9112 §3.2.2).
     */
    private static @Nullable String normalTarget(HttpRequest request) {
        String target = request.uri();
        if (!target.startsWith("/")) {
            int authority = target.indexOf("://");
            if (authority < 0) {
                return target;
            }
            String scheme = target.substring(0, authority);
            if (!scheme.equalsIgnoreCase("http") && !scheme.equalsIgnoreCase("https")) {
                return null;
            }
            int begin = authority + "://".length();
            int end = begin;
            while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
                end++;
            }
            String host = target.substring(begin, end);
            if (!isAuthority(host)) {
                return null;
            }
            if (request.headers().getAll(HttpHeaderNames.HOST).size() == 1) {
                request.headers().set(HttpHeaderNames.HOST, host);
            }
            target = end < target.length() && target.charAt(end) == '/'
                    ? target.substring(end)
                    : "/" + target.substring(end);
        }
        return withoutNeedlessEncoding(target);
    }

    /** Decodes the percent-encoded characters of the path that need no encoding (RFC 3986 §6.2.2.2). */
    static String withoutNeedlessEncoding(String target) {
        int percent = target.indexOf('%');
        int query = target.indexOf('?');
        int end = query < 0 ? target.length() : query;
        if (percent < 0 || percent >= end) {
            return target;
        }
        StringBuilder decoded = new StringBuilder(target.length());
        for (int i = 0; i < end; i++) {
            char c = target.charAt(i);
            int octet = c == '%' && i + 2 < end ? octet(target.charAt(i + 1), target.charAt(i + 2)) : -1;
            if (octet >= 0 && isUnreserved((char) octet)) {
                decoded.append((char) octet);
                i += 2;
            } else {
                decoded.append(c);
            }
        }
        return decoded.append(target, end, target.length()).toString();
    }

    private static int octet(char high, char low) {
        int octet = Character.digit(high, 16) << 4 | Character.digit(low, 16);
        return high < 128 && low < 128 ? octet : -1;
    }

    private static boolean isValid(String target, HttpMethod method) {
        if (UriUtil.isValidPath(target)) {
            return true;
        }
        if (!target.startsWith("/")) {
            return target.equals("*") && method.equals(HttpMethod.OPTIONS) || method.equals(HttpMethod.CONNECT);
        }
        try {
            return new URI(target).getRawPath() != null;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    /** Whether this is a host with an optional port (RFC 3986 §3.2), without user information. */
    static boolean isAuthority(String text) {
        int i = 0;
        int length = text.length();
        if (text.startsWith("[")) {
            i = text.indexOf(']') + 1;
            if (i < 4) {
                return false;
            }
            for (int j = 1; j < i - 1; j++) {
                if (!isUnreserved(text.charAt(j)) && text.charAt(j) != ':') {
                    return false;
                }
            }
        } else {
            while (i < length && isOfName(text.charAt(i))) {
                i++;
            }
            if (i == 0) {
                return false;
            }
        }
        if (i == length) {
            return true;
        }
        if (text.charAt(i) != ':' || length - i > 6) {
            return false;
        }
        for (i++; i < length; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isOfName(char c) {
        return isUnreserved(c) || "%!$&'()*+,;=".indexOf(c) >= 0;
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || (c >= 'A' && c <= 'Z')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
