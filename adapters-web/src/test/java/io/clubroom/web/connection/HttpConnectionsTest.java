package io.clubroom.web.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.web.client.Clients;
import io.clubroom.web.client.ProxySettings;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HttpConnectionsTest {
    private static final String A = "203.0.113.1";
    private static final String B = "203.0.113.2";

    private final AtomicLong directMemory = new AtomicLong();

    private HttpConnections connections(int perAddress, int total) {
        return new HttpConnections(
                new ConnectionLimits(perAddress, total),
                new Clients(new ProxySettings(List.of("10.0.0.0/8"))),
                1_000,
                10_000,
                new DirectMemory(directMemory::get, 1_000_000));
    }

    private static HttpConnection open(HttpConnections connections, String address) {
        return connections.open(new EmbeddedChannel() {
            @Override
            public SocketAddress remoteAddress() {
                return new InetSocketAddress(address, 1);
            }
        });
    }

    private static boolean isOpen(HttpConnection connection) {
        ((EmbeddedChannel) connection.channel()).runPendingTasks();
        return connection.channel().isOpen();
    }

    @Test
    void beyond_the_limit_of_an_address_its_least_used_connection_is_closed() {
        HttpConnections connections = connections(3, 100);
        HttpConnection other = open(connections, B);
        HttpConnection first = open(connections, A);
        HttpConnection second = open(connections, A);
        HttpConnection third = open(connections, A);
        first.setBusy(true);
        first.setBusy(false);

        HttpConnection fourth = open(connections, A);

        assertThat(isOpen(second)).isFalse();
        assertThat(List.of(other, first, third, fourth)).allMatch(HttpConnectionsTest::isOpen);
        assertThat(connections.count()).isEqualTo(4);
    }

    @Test
    void a_connection_with_a_request_under_way_is_not_closed_for_a_new_one() {
        HttpConnections connections = connections(2, 100);
        HttpConnection first = open(connections, A);
        HttpConnection second = open(connections, A);
        first.setBusy(true);
        second.setBusy(true);

        HttpConnection third = open(connections, A);

        assertThat(isOpen(third)).isFalse();
        assertThat(isOpen(first)).isTrue();
        assertThat(connections.count()).isEqualTo(2);
    }

    @Test
    void all_addresses_of_an_ipv6_network_are_one_client() {
        HttpConnections connections = connections(1, 100);
        HttpConnection first = open(connections, "2001:db8::1");
        HttpConnection neighbour = open(connections, "2001:db8::2");
        HttpConnection stranger = open(connections, "2001:db8:0:1::1");

        assertThat(isOpen(first)).isFalse();
        assertThat(isOpen(neighbour)).isTrue();
        assertThat(isOpen(stranger)).isTrue();
    }

    @Test
    void trusted_proxies_are_limited_only_together_with_all_others() {
        HttpConnections connections = connections(1, 3);
        HttpConnection first = open(connections, "10.1.2.3");
        open(connections, "10.1.2.3");
        open(connections, "10.1.2.3");
        assertThat(isOpen(first)).isTrue();

        open(connections, B);

        assertThat(isOpen(first)).isFalse();
        assertThat(connections.count()).isEqualTo(3);
    }

    @Test
    void places_become_free_when_connections_close() {
        HttpConnections connections = connections(10, 100);
        List<HttpConnection> opened = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            opened.add(open(connections, A));
        }
        connections.upgraded(opened.get(3));
        connections.upgraded(opened.get(3));
        opened.forEach(connection -> connection.channel().close());

        assertThat(connections.count()).isZero();
        assertThat(connections.held()).isZero();
    }

    @Test
    void the_chat_leaves_a_tenth_of_the_connections_to_http() {
        HttpConnections connections = connections(10, 100);
        for (int i = 0; i < 9; i++) {
            HttpConnection connection = open(connections, A);
            assertThat(connections.mayUpgrade(connection.channel())).isTrue();
            connections.upgraded(connection);
        }
        HttpConnection last = open(connections, A);

        assertThat(connections.mayUpgrade(last.channel())).isFalse();
        assertThat(connections.mayUpgrade(open(connections, B).channel())).isTrue();
    }

    @Test
    void chat_connections_are_not_closed_for_new_ones() {
        HttpConnections connections = connections(2, 100);
        HttpConnection chat = open(connections, A);
        connections.upgraded(chat);
        HttpConnection idle = open(connections, A);

        HttpConnection third = open(connections, A);

        assertThat(isOpen(chat)).isTrue();
        assertThat(isOpen(idle)).isFalse();
        assertThat(isOpen(third)).isTrue();
    }

    @Test
    void if_requests_take_too_much_memory_those_that_take_the_most_are_closed() {
        HttpConnections connections = connections(100, 100);
        HttpConnection small = open(connections, A);
        HttpConnection large = open(connections, A);
        HttpConnection larger = open(connections, A);
        connections.hold(small, 100);
        connections.hold(large, 400);
        connections.hold(larger, 500);
        assertThat(isOpen(larger)).isTrue();

        connections.hold(small, 1);

        assertThat(isOpen(larger)).isFalse();
        assertThat(isOpen(large)).isTrue();
        assertThat(isOpen(small)).isTrue();
        assertThat(connections.held()).isEqualTo(501);
        connections.hold(larger, 1_000);
        assertThat(connections.held()).isEqualTo(501);
    }

    @Test
    void a_connection_is_closed_at_once_if_those_that_are_being_closed_still_take_too_much() {
        List<HttpConnection> unclosable = new ArrayList<>();
        HttpConnections connections = connections(100, 100);
        for (int i = 0; i < 3; i++) {
            // As if its event loop were busy.
            unclosable.add(connections.open(new EmbeddedChannel(new ChannelOutboundHandlerAdapter() {
                @Override
                public void close(ChannelHandlerContext context, ChannelPromise promise) {}
            })));
        }
        HttpConnection small = open(connections, A);
        HttpConnection large = open(connections, A);
        connections.hold(small, 1);
        unclosable.forEach(connection -> connections.hold(connection, 450));

        connections.hold(large, 400);
        connections.hold(small, 1);

        assertThat(isOpen(large)).isFalse();
        assertThat(isOpen(small)).isTrue();
    }

    @Test
    void if_responses_take_too_much_memory_those_that_take_the_most_are_closed() {
        HttpConnections connections = connections(100, 100);
        HttpConnection reading = open(connections, A);
        HttpConnection stalled = open(connections, A);
        connections.holdResponse(reading, 6_000);
        connections.releaseResponse(reading, 6_000);
        connections.holdResponse(stalled, 6_000);

        connections.holdResponse(reading, 5_000);

        assertThat(isOpen(stalled)).isFalse();
        assertThat(isOpen(reading)).isTrue();
    }

    @Test
    void an_answered_request_takes_no_memory() {
        HttpConnections connections = connections(100, 100);
        HttpConnection connection = open(connections, A);
        connections.hold(connection, 400);
        connection.keep(50);

        connections.release(connection);

        assertThat(connections.held()).isEqualTo(50);
        connection.keep(0);
        connections.release(connection);
        assertThat(connections.held()).isZero();
    }

    @Test
    void if_direct_memory_is_scarce_the_connections_with_the_most_unread_bytes_are_closed() {
        HttpConnections connections = connections(100, 100);
        HttpConnection small = open(connections, A);
        HttpConnection large = open(connections, A);
        connections.hold(small, 10);
        large.channel().write(io.netty.buffer.Unpooled.wrappedBuffer(new byte[100_000]));
        connections.relieveDirectMemory();
        assertThat(isOpen(large)).isTrue();

        directMemory.set(650_001);
        connections.relieveDirectMemory();

        assertThat(isOpen(large)).isFalse();
        assertThat(isOpen(small)).isTrue();
    }
}
