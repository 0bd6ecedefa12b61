package io.clubroom.chat.upgrade;

import io.clubroom.chat.ChatSettings;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;

/** The web origins (RFC 6454) whose pages may connect: the configured ones and the server's own. */
@Singleton
final class AllowedOrigins {
    private final List<String> configured;

    AllowedOrigins(ChatSettings settings) {
        this.configured = settings.allowedOrigins().stream()
                .map(AllowedOrigins::normalized)
                .toList();
    }

    /**
     * Whether a request with these headers may connect. Clients that are not browsers send no {@code Origin} and may connect.
     *
     * @param secure whether the request arrived over TLS
     */
    boolean allow(HttpHeaders headers, boolean secure) {
        List<String> origins = headers.getAll(HttpHeaderNames.ORIGIN);
        if (origins.isEmpty()) {
            return true;
        }
        String origin = normalized(origins.getFirst());
        return origins.size() == 1 && (configured.contains(origin) || isOwn(origin, headers, secure));
    }

    private static boolean isOwn(String origin, HttpHeaders headers, boolean secure) {
        String host = headers.get(HttpHeaderNames.HOST);
        if (host == null || host.isEmpty()) {
            return false;
        }
        // A proxy may terminate TLS, so a page over HTTPS may reach us over plain HTTP.
        return origin.equals(normalized("https://" + host)) || (!secure && origin.equals(normalized("http://" + host)));
    }

    /** Returns the origin in lower case, without the default port of the scheme. */
    private static String normalized(String origin) {
        String lower = origin.toLowerCase(Locale.ROOT);
        String defaultPort = lower.startsWith("https:") ? ":443" : ":80";
        return lower.endsWith(defaultPort) ? lower.substring(0, lower.length() - defaultPort.length()) : lower;
    }
}
