package io.clubroom.web.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressesTest {
    private static boolean contains(String range, InetAddress address) {
        return IpAddresses.range(range).matches(new InetSocketAddress(address, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, 11.0.0.0",
        "10.1.2.3/8, 10.0.0.1, 9.255.255.255",
        "192.168.4.0/22, 192.168.7.255, 192.168.8.0",
        "192.0.2.7, 192.0.2.7, 192.0.2.8",
        "192.0.2.7/32, 192.0.2.7, 192.0.2.6",
        "0.0.0.0/0, 255.255.255.255, ::1",
        "::/0, 2001:db8::1, 192.0.2.1",
        "::1, ::1, ::2",
        "2001:db8::/33, 2001:db8:7fff::, 2001:db8:8000::",
        "::ffff:192.0.2.7, 192.0.2.7, 192.0.2.8"
    })
    void a_range_contains_the_addresses_with_its_prefix(String range, String inside, String outside) throws Exception {
        assertThat(contains(range, InetAddress.getByName(inside))).isTrue();
        assertThat(contains(range, InetAddress.getByName(outside))).isFalse();
    }

    @Property
    void matching_agrees_with_arithmetic(
            @ForAll @Size(16) byte[] network, @ForAll @Size(16) byte[] address, @ForAll @IntRange(max = 128) int length)
            throws UnknownHostException {
        // Share a prefix, so that both outcomes occur.
        byte[] near = network.clone();
        System.arraycopy(address, length / 8, near, length / 8, 16 - length / 8);
        InetAddress other = InetAddress.getByAddress(near);
        InetAddress base = InetAddress.getByAddress(network);
        if (other.getAddress().length != 16 || base.getAddress().length != 16) {
            return;
        }
        boolean same = new BigInteger(1, near)
                .shiftRight(128 - length)
                .equals(new BigInteger(1, network).shiftRight(128 - length));

        assertThat(contains(base.getHostAddress() + "/" + length, other)).isEqualTo(same);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/8/8",
                "10.0.0/8",
                "10.0.0.256",
                "10.1",
                "167772161",
                "010.0.0.1",
                "0x0a.0.0.1",
                "[::1]",
                "::10.1",
                "1:2:3",
                ":",
                "::/129",
                "fe80::1%eth0",
                "localhost",
                "example.com/8",
                "10.0.0.0 /8"
            })
    void text_that_is_not_a_range_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> IpAddresses.range(text));
    }
}
