package io.clubroom.web.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.web.client.Clients;
import io.clubroom.web.client.ProxySettings;
import io.clubroom.web.support.TestServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a connection keeps of the buffers of the network. */
class RequestGateTest {
    private final HttpConnections connections = new HttpConnections(
            new ConnectionLimits(10, 10),
            new Clients(new ProxySettings(List.of())),
            1_000_000,
            1_000_000,
            new DirectMemory(() -> 0, 1_000_000));

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 9_000, 60_000})
    void pieces_of_a_body_do_not_keep_buffers_of_the_network(int bytes) {
        EmbeddedChannel channel = new EmbeddedChannel();
        HttpConnection connection = connections.open(channel);
        RequestDeadline deadline = new RequestDeadline(
                new ConnectionSettings(Duration.ofSeconds(10), Duration.ofSeconds(20)), connections, connection);
        channel.pipeline().addLast(new RequestGate(connections, connection, deadline));
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/api/users");
        request.headers().set("Host", "x").set("Content-Length", 61_000);
        ByteBuf ofNetwork = Unpooled.directBuffer(65_536).writeZero(bytes);

        channel.writeInbound(request);
        channel.writeInbound(new DefaultHttpContent(ofNetwork));

        assertThat(ofNetwork.refCnt()).isZero();
        assertThat((Object) channel.readInbound()).isSameAs(request);
        for (HttpContent piece = channel.readInbound(); piece != null; piece = channel.readInbound()) {
            assertThat(piece.content().isDirect()).isFalse();
            piece.release();
        }
        channel.finishAndReleaseAll();
    }

    @Test
    void a_connection_is_read_in_small_portions_however_much_it_sends() throws IOException {
        TestServer server = TestServer.fresh();
        try (Socket _ = new Socket(server.address().getHost(), server.address().getPort())) {
            server.call("GET", "/health/live").send();
            List<HttpConnection> open =
                    server.context().getBean(HttpConnections.class).members();

            assertThat(open).isNotEmpty().allSatisfy(connection -> {
                MaxMessagesRecvByteBufAllocator allocator =
                        connection.channel().config().getRecvByteBufAllocator();
                assertThat(allocator.maxMessagesPerRead()).isEqualTo(1);
                assertThat(largestRead(allocator)).isEqualTo(HttpBounds.READ_BYTES);
            });
        }
    }

    private static int largestRead(RecvByteBufAllocator allocator) {
        RecvByteBufAllocator.Handle handle = allocator.newHandle();
        for (int i = 0; i < 100; i++) {
            int guess = handle.guess();
            handle.attemptedBytesRead(guess);
            handle.lastBytesRead(guess);
            handle.readComplete();
        }
        return handle.guess();
    }
}
