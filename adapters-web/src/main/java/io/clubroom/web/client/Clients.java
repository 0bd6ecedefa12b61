package io.clubroom.web.client;

import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where requests come from. What a proxy says of it in {@code X-Forwarded-For} and {@code X-Forwarded-Proto} is
 * believed only of the proxies that are trusted, for anybody can send these headers.
 */
@Singleton
public final class Clients {
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    private static final String FORWARDED_PROTO = "X-Forwarded-Proto";

    private static final InetAddress NOWHERE = new InetSocketAddress(0).getAddress();

    private final List<AddressRange> trusted;

    public Clients(ProxySettings settings) {
        this.trusted = settings.trustedProxies().stream()
                .filter(range -> !range.isEmpty())
                .map(AddressRange::parse)
                .toList();
    }

    /** The address of the client. */
    public InetAddress address(HttpRequest<?> request) {
        InetAddress peer = address(request.getRemoteAddress());
        return trusted.isEmpty() ? peer : address(peer, request.getHeaders().getAll(FORWARDED_FOR));
    }

    /** @param forwardedFor the values of {@code X-Forwarded-For}, in their order */
    public InetAddress address(@Nullable InetSocketAddress peer, List<String> forwardedFor) {
        return address(address(peer), forwardedFor);
    }

    /** Whether the client speaks TLS, with us or with a proxy that is trusted. */
    public boolean isSecure(HttpRequest<?> request) {
        return request.isSecure()
                || (isTrusted(address(request.getRemoteAddress()))
                        && "https".equalsIgnoreCase(request.getHeaders().get(FORWARDED_PROTO)));
    }

    /** Each proxy adds, at the end, whom it was asked by; so the first who is not trusted, from there, is the client. */
    private InetAddress address(InetAddress peer, List<String> forwardedFor) {
        InetAddress believed = peer;
        for (int line = forwardedFor.size() - 1; line >= 0; line--) {
            String value = forwardedFor.get(line);
            int end = value.length();
            while (end >= 0) {
                if (!isTrusted(believed)) {
                    return believed;
                }
                int comma = value.lastIndexOf(',', end - 1);
                InetAddress before = hop(value.substring(comma + 1, end).strip());
                if (before == null) {
                    // What nobody can read is no reason to believe what stands before it.
                    return believed;
                }
                believed = before;
                end = comma;
            }
        }
        return believed;
    }

    /** Of a connection that was closed before anybody asked, no address is known. */
    private static InetAddress address(@Nullable InetSocketAddress peer) {
        return peer == null || peer.getAddress() == null ? NOWHERE : peer.getAddress();
    }

    private boolean isTrusted(InetAddress address) {
        for (AddressRange range : trusted) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** An address, perhaps with a port; null if it is neither. */
    private static @Nullable InetAddress hop(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end > 0 && text.substring(end + 1).matches("(:[0-9]{1,5})?")
                    ? AddressRange.address(text.substring(1, end))
                    : null;
        }
        int colon = text.indexOf(':');
        boolean hasPort = colon >= 0
                && colon == text.lastIndexOf(':')
                && text.substring(colon + 1).matches("[0-9]{1,5}");
        return AddressRange.address(hasPort ? text.substring(0, colon) : text);
    }
}
