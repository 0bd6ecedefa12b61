package io.clubroom.web.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientsTest {
    private static final Clients BEHIND_PROXIES =
            new Clients(new ProxySettings(List.of("10.0.0.0/8", "2001:db8:aaaa::/48")));

    private static String client(Clients clients, String peer, String... forwardedFor) throws Exception {
        return clients.address(new InetSocketAddress(InetAddress.getByName(peer), 4711), List.of(forwardedFor))
                .getHostAddress();
    }

    @Test
    void without_trusted_proxies_the_header_is_ignored() throws Exception {
        Clients clients = new Clients(new ProxySettings(List.of()));

        assertThat(client(clients, "203.0.113.9", "198.51.100.1")).isEqualTo("203.0.113.9");
        assertThat(client(clients, "127.0.0.1", "198.51.100.1")).isEqualTo("127.0.0.1");
    }

    @Test
    void an_untrusted_peer_is_the_client_whatever_its_header_contains() throws Exception {
        assertThat(client(BEHIND_PROXIES, "203.0.113.9", "198.51.100.1, 10.0.0.1"))
                .isEqualTo("203.0.113.9");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        198.51.100.1                              | 198.51.100.1
        6.6.6.6, 198.51.100.1                     | 198.51.100.1
        6.6.6.6, 198.51.100.1, 10.0.0.2           | 198.51.100.1
        10.0.0.3, 10.0.0.2                        | 10.0.0.3
        198.51.100.1:443, 10.0.0.2:80             | 198.51.100.1
        [2001:db8::7]:443                         | 2001:db8:0:0:0:0:0:7
        [2001:db8::7]                             | 2001:db8:0:0:0:0:0:7
        2001:db8::7 , 2001:db8:aaaa::1            | 2001:db8:0:0:0:0:0:7
        ::ffff:198.51.100.1                       | 198.51.100.1
        6.6.6.6, unknown, 10.0.0.2                | 10.0.0.2
        6.6.6.6, _hidden                          | 10.0.0.1
        6.6.6.6, , 10.0.0.2                       | 10.0.0.2
        6.6.6.6,                                  | 10.0.0.1
        6.6.6.6, 198.51.100.256                   | 10.0.0.1
        6.6.6.6, 198.51.100.1:x                   | 10.0.0.1
        6.6.6.6, [::1                             | 10.0.0.1
        6.6.6.6, fe80::1%eth0                     | 10.0.0.1
        ,                                         | 10.0.0.1
        localhost                                 | 10.0.0.1
        """)
    void behind_a_trusted_proxy_the_client_is_the_last_untrusted_address(String forwarded, String expected)
            throws Exception {
        assertThat(client(BEHIND_PROXIES, "10.0.0.1", forwarded)).isEqualTo(expected);
    }

    @Test
    void several_headers_form_one_list() throws Exception {
        assertThat(client(BEHIND_PROXIES, "10.0.0.1", "6.6.6.6, 198.51.100.1", "10.0.0.3, 10.0.0.2"))
                .isEqualTo("198.51.100.1");
        assertThat(client(BEHIND_PROXIES, "10.0.0.1", "198.51.100.1", "nonsense"))
                .isEqualTo("10.0.0.1");
        assertThat(client(BEHIND_PROXIES, "10.0.0.1")).isEqualTo("10.0.0.1");
    }

    @Test
    void a_closed_connection_has_the_unspecified_address() {
        assertThat(BEHIND_PROXIES.address((InetSocketAddress) null, List.of()).isAnyLocalAddress())
                .isTrue();
    }

    /** A client cannot change its address with entries before those of the proxies. */
    @Property
    void no_header_that_a_client_sends_changes_its_address(@ForAll("lines") List<String> lines) throws Exception {
        List<String> sent = new ArrayList<>(lines);
        sent.add("198.51.100.1");
        sent.add("10.0.0.2");

        assertThat(client(BEHIND_PROXIES, "10.0.0.1", sent.toArray(String[]::new)))
                .isEqualTo("198.51.100.1");
        assertThat(client(BEHIND_PROXIES, "10.0.0.1", String.join(",", sent))).isEqualTo("198.51.100.1");
        assertThat(client(BEHIND_PROXIES, "203.0.113.9", lines.toArray(String[]::new)))
                .isEqualTo("203.0.113.9");
    }

    /** No header causes an exception. */
    @Property
    void every_header_yields_an_address(@ForAll List<String> lines) throws Exception {
        assertThat(client(BEHIND_PROXIES, "10.0.0.1", lines.toArray(String[]::new)))
                .isNotEmpty();
    }

    @Provide
    Arbitrary<List<String>> lines() {
        return Arbitraries.oneOf(
                        Arbitraries.of("10.0.0.9", "6.6.6.6", "", ",", "unknown", "[::1]:1", "10.0.0.2,10.0.0.3"),
                        Arbitraries.strings().ascii())
                .list()
                .ofMaxSize(5);
    }
}
