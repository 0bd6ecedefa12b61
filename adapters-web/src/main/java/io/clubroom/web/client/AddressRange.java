package io.clubroom.web.client;

import java.net.InetAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The addresses that begin with the same bits (CIDR, RFC 4632 and RFC 4291 §2.3); of a single one all bits count. */
public final class AddressRange {
    private static final Pattern IPV4 = Pattern.compile("(?:0|[1-9][0-9]{0,2})(?:\\.(?:0|[1-9][0-9]{0,2})){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private final byte[] network;
    private final int prefixLength;

    private AddressRange(byte[] network, int prefixLength) {
        this.network = network;
        this.prefixLength = prefixLength;
    }

    /** Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32} or an address; throws {@link IllegalArgumentException} for all else. */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = address(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            throw new IllegalArgumentException("no address: " + text);
        }
        byte[] network = address.getAddress();
        int bits = network.length * Byte.SIZE;
        if (slash < 0) {
            return new AddressRange(network, bits);
        }
        String length = text.substring(slash + 1);
        if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > bits) {
            throw new IllegalArgumentException("no length of a prefix: " + text);
        }
        return new AddressRange(network, Integer.parseInt(length));
    }

    /**
     * The address that stands in a text, null if none does; names are not looked up. An IPv4 address in the clothes of an IPv6
     * one (RFC 4291 §2.5.5.2) is the IPv4 address.
     */
    static @Nullable InetAddress address(String text) {
        // Not all that Java takes: neither 10.1 for 10.0.0.1, nor a zone, which means nothing on another machine.
        if (!IPV4.matcher(text).matches()
                && !(text.indexOf(':') >= 0 && IPV6.matcher(text).matches())) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException noAddress) {
            return null;
        }
    }

    boolean contains(InetAddress address) {
        byte[] other = address.getAddress();
        if (other.length != network.length) {
            return false;
        }
        int whole = prefixLength / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (other[i] != network[i]) {
                return false;
            }
        }
        int rest = prefixLength % Byte.SIZE;
        return rest == 0 || (other[whole] ^ network[whole]) >> (Byte.SIZE - rest) == 0;
    }
}
