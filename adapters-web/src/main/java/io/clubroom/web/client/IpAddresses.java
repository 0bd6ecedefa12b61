package io.clubroom.web.client;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses IP addresses and ranges of them, in standard notation only. Never resolves a host name. */
public final class IpAddresses {
    // The JDK also accepts 10.1 for 10.0.0.1, and a zone, which is meaningless on another machine; Netty accepts
    // 010.0.0.1.
    private static final Pattern IPV4 = Pattern.compile("(?:0|[1-9][0-9]{0,2})(?:\\.(?:0|[1-9][0-9]{0,2})){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private IpAddresses() {}

    /**
     * Parses {@code 10.0.0.0/8}, {@code 2001:db8::/32} (CIDR, RFC 4632 and RFC 4291 §2.3) or a single address; throws
     * {@link IllegalArgumentException} if the text is neither.
     */
    public static IpSubnetFilterRule range(String text) {
        int slash = text.indexOf('/');
        InetAddress address = address(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            throw new IllegalArgumentException("not an IP address: " + text);
        }
        int bits = address.getAddress().length * Byte.SIZE;
        String prefix = slash < 0 ? Integer.toString(bits) : text.substring(slash + 1);
        if (!prefix.matches("[0-9]{1,3}") || Integer.parseInt(prefix) > bits) {
            throw new IllegalArgumentException("not a prefix length: " + text);
        }
        return new IpSubnetFilterRule(address, Integer.parseInt(prefix), IpFilterRuleType.ACCEPT);
    }

    /**
     * Parses an address; null if the text is not one. An IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2) becomes the IPv4
     * address.
     */
    static @Nullable InetAddress address(String text) {
        if (!IPV4.matcher(text).matches()
                && !(text.indexOf(':') >= 0 && IPV6.matcher(text).matches())) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }
}
