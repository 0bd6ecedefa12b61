package io.clubroom.web.client;

import io.micronaut.http.HttpRequest;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Determines the client of a request. {@code X-Forwarded-For} and {@code X-Forwarded-Proto} count only if they come from a
 * trusted proxy, because any client can send them.
 */
@Singleton
public final class Clients {
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    private static final String FORWARDED_PROTO = "X-Forwarded-Proto";

    private static final InetAddress UNSPECIFIED = new InetSocketAddress(0).getAddress();

    private final List<IpSubnetFilterRule> trusted;

    public Clients(ProxySettings settings) {
        this.trusted = settings.trustedProxies().stream()
                .filter(range -> !range.isEmpty())
                .map(IpAddresses::range)
                .toList();
    }

    /** The address of the client. */
    public InetAddress address(HttpRequest<?> request) {
        InetAddress peer = address(request.getRemoteAddress());
        return trusted.isEmpty() ? peer : address(peer, request.getHeaders().getAll(FORWARDED_FOR));
    }

    /**
     * The address of the client.
     *
     * @param forwardedFor the values of the {@code X-Forwarded-For} headers, in order
     */
    InetAddress address(@Nullable InetSocketAddress peer, List<String> forwardedFor) {
        return address(address(peer), forwardedFor);
    }

    /** Whether this is the address of a trusted proxy. */
    public boolean isTrustedProxy(InetAddress address) {
        return isTrusted(address);
    }

    /** Whether the client uses TLS, to this server or to a trusted proxy. */
    public boolean isSecure(HttpRequest<?> request) {
        return request.isSecure()
                || (isTrusted(address(request.getRemoteAddress()))
                        && "https".equalsIgnoreCase(request.getHeaders().get(FORWARDED_PROTO)));
    }

    /** Each proxy appends the address of its peer, so the last address that is not a trusted proxy is the client. */
    private InetAddress address(InetAddress peer, List<String> forwardedFor) {
        InetAddress client = peer;
        for (int line = forwardedFor.size() - 1; line >= 0; line--) {
            String value = forwardedFor.get(line);
            int end = value.length();
            while (end >= 0) {
                if (!isTrusted(client)) {
                    return client;
                }
                int comma = value.lastIndexOf(',', end - 1);
                InetAddress previous = hop(value.substring(comma + 1, end).strip());
                if (previous == null) {
                    // Nothing before an unreadable hop can be trusted.
                    return client;
                }
                client = previous;
                end = comma;
            }
        }
        return client;
    }

    /** The peer of a connection that is closed already is unknown. */
    private static InetAddress address(@Nullable InetSocketAddress peer) {
        return peer == null || peer.getAddress() == null ? UNSPECIFIED : peer.getAddress();
    }

    private boolean isTrusted(InetAddress address) {
        if (trusted.isEmpty()) {
            return false;
        }
        InetSocketAddress socketAddress = new InetSocketAddress(address, 0);
        return trusted.stream().anyMatch(range -> range.matches(socketAddress));
    }

    /** Parses an address with an optional port; null if the text is neither. */
    private static @Nullable InetAddress hop(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end > 0 && text.substring(end + 1).matches("(:[0-9]{1,5})?")
                    ? IpAddresses.address(text.substring(1, end))
                    : null;
        }
        int colon = text.indexOf(':');
        boolean hasPort = colon >= 0
                && colon == text.lastIndexOf(':')
                && text.substring(colon + 1).matches("[0-9]{1,5}");
        return IpAddresses.address(hasPort ? text.substring(0, colon) : text);
    }
}
