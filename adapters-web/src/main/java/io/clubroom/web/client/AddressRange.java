package io.clubroom.web.client;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** The addresses that begin with the same bits (CIDR, RFC 4632 and RFC 4291 §2.3); of a single one all bits count. */
public final class AddressRange {
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
        // A zone names an interface of the machine that wrote it, and means nothing on another.
        byte[] bytes = text.indexOf('%') < 0 ? NetUtil.createByteArrayFromIpAddressString(text) : null;
        if (bytes == null) {
            return null;
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new AssertionError("it has 4 or 16 bytes", impossible);
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
