package io.clubroom.web.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.web.client.Clients;
import io.clubroom.web.client.ProxySettings;
import io.clubroom.web.support.TestServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.FileRegion;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    /** A connection whose requests pass the handlers, and then a gate. */
    private EmbeddedChannel behindGate(ChannelHandler... handlers) {
        EmbeddedChannel channel = new EmbeddedChannel(handlers);
        HttpConnection connection = connections.open(channel);
        RequestDeadline deadline = new RequestDeadline(
                new ConnectionSettings(Duration.ofSeconds(10), Duration.ofSeconds(20)), connections, connection);
        channel.pipeline()
                .addLast(new RequestGate(connections, connection, deadline, new BodyLimits(TestServer.FILES)));
        return channel;
    }

    private static HttpRequest post(String path, int contentLength) {
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, path);
        request.headers().set("Host", "x").set("Content-Length", contentLength);
        return request;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 9_000, 60_000})
    void pieces_of_a_body_do_not_keep_buffers_of_the_network(int bytes) {
        EmbeddedChannel channel = behindGate();
        HttpRequest request = post("/api/users", 61_000);
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

    private static HttpContent content(int bytes) {
        return new DefaultHttpContent(Unpooled.directBuffer(bytes).writeZero(bytes));
    }

    @Test
    void a_file_is_read_no_faster_than_it_is_stored() {
        AtomicInteger reads = new AtomicInteger();
        EmbeddedChannel channel = behindGate(new ChannelOutboundHandlerAdapter() {
            @Override
            public void read(ChannelHandlerContext context) {
                reads.incrementAndGet();
            }
        });
        HttpRequest request = post("/api/files", 1_000_000);
        channel.writeInbound(request, content(1), content(9_000), content(9_000), content(9_000));
        assertThat((Object) channel.readInbound()).isSameAs(request);
        List<HttpContent> passed = new ArrayList<>();
        for (HttpContent piece = channel.readInbound(); piece != null; piece = channel.readInbound()) {
            passed.add(piece);
        }
        int before = reads.get();

        channel.read();
        assertThat(reads).hasValue(before);
        assertThat(connections.held()).isGreaterThan(27_000);
        passed.forEach(HttpContent::release);
        channel.runPendingTasks();
        assertThat(reads).hasValueGreaterThan(before);
        for (HttpContent piece = channel.readInbound(); piece != null; piece = channel.readInbound()) {
            piece.release();
        }
        channel.runPendingTasks();
        assertThat(connections.held()).isZero();
        channel.finishAndReleaseAll();
    }

    @Test
    void a_file_is_sent_by_the_kernel_in_portions(@TempDir Path folder) throws IOException {
        Path path = Files.write(folder.resolve("file"), new byte[300_000]);
        FileChannel file = FileChannel.open(path);
        EmbeddedChannel channel = behindGate();

        SentFile.putNext(channel, new SentFile.Region(file, 10, 299_000));
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));

        HttpResponse head = channel.readOutbound();
        assertThat(head.headers().get("Content-Length")).isEqualTo("299000");
        long sent = 0;
        Object next = channel.readOutbound();
        while (next instanceof FileRegion region) {
            assertThat(region.position()).isEqualTo(10 + sent);
            sent += region.count();
            region.release();
            next = channel.readOutbound();
        }
        assertThat(sent).isEqualTo(299_000);
        assertThat(next).isInstanceOf(LastHttpContent.class);
        assertThat(file.isOpen()).isFalse();
        channel.finishAndReleaseAll();
    }

    @Test
    void bytes_that_somebody_waits_for_are_passed_on_at_once() {
        EmbeddedChannel channel = behindGate();
        channel.writeInbound(post("/api/files", 100));
        channel.readInbound();
        for (int i = 0; i < 3; i++) {
            channel.writeInbound(content(1));
            HttpContent piece = channel.readInbound();
            assertThat(piece.content().readableBytes()).isEqualTo(1);
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
