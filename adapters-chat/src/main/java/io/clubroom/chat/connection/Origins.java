package io.clubroom.chat.connection;

import io.clubroom.chat.ChatConfiguration;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;

/** The pages from which browsers may connect (RFC 6454). */
@Singleton
final class Origins {
    private final List<String> allowed;

    Origins(ChatConfiguration configuration) {
        this.allowed = configuration.allowedOrigins().stream()
                .map(origin -> origin.toLowerCase(Locale.ROOT))
                .toList();
    }

    /**
     * Whether a request comes from no page at all, one of ours, or one that is allowed.
     *
     * @param secure whether it came over TLS
     */
    boolean allow(HttpHeaders headers, boolean secure) {
        List<String> origins = headers.getAll(HttpHeaderNames.ORIGIN);
        if (origins.isEmpty()) {
            return true;
        }
        String origin = origins.getFirst().toLowerCase(Locale.ROOT);
        return origins.size() == 1 && (allowed.contains(origin) || isOwn(origin, headers, secure));
    }

    private static boolean isOwn(String origin, HttpHeaders headers, boolean secure) {
        String host = headers.get(HttpHeaderNames.HOST);
        if (host == null || host.isEmpty()) {
            return false;
        }
        String ours = host.toLowerCase(Locale.ROOT);
        // Before us there may be somebody who does TLS for us.
        return origin.equals("https://" + ours) || (!secure && origin.equals("http://" + ours));
    }
}
