package io.clubroom.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.file.ContentStore;
import io.clubroom.domain.file.NewContent;
import io.clubroom.domain.file.StorageFull;
import io.clubroom.memory.file.InMemoryStoreIdentity;
import io.clubroom.testkit.file.ContentStoreContract;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a store does whose server refuses, hangs or is away. */
@Timeout(60)
class S3FaultsTest {
    private static final UUID ID = UUID.randomUUID();
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path spool;

    private final InMemoryStoreIdentity identity = new InMemoryStoreIdentity();
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void end() {
        end.countDown();
    }

    private ContentStore store(int port, Duration read, Duration patience) {
        identity.remember(ID);
        S3Location location = S3Location.parse("s3://bucket?path_style=true&endpoint=http://127.0.0.1:" + port);
        return new S3Store(location, S3Server.KEYS, new Spool(spool), identity, read, patience);
    }

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    /** A server that has the mark, and answers other requests so. */
    private HttpServer server(Answer answer) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            if (exchange.getRequestURI().getPath().endsWith("/clubroom-store")) {
                byte[] mark = ID.toString().getBytes(StandardCharsets.US_ASCII);
                exchange.sendResponseHeaders(200, mark.length);
                exchange.getResponseBody().write(mark);
                exchange.close();
            } else {
                answer.to(exchange);
            }
        });
        server.start();
        return server;
    }

    private static Answer error(int status, String code) {
        return exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] body = "<Error><Code>%s</Code><Message>No.</Message></Error>"
                    .formatted(code)
                    .getBytes(StandardCharsets.US_ASCII);
            boolean isHead = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, isHead ? -1 : body.length);
            if (!isHead) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        };
    }

    private void stored(ContentStore store, int size) {
        try (NewContent content = store.create()) {
            content.write(ByteBuffer.allocate(size));
            content.store(ContentStoreContract.newId());
        }
    }

    @Test
    void a_store_without_room_is_full() throws IOException {
        HttpServer server = server(error(507, "InsufficientStorage"));
        ContentStore store = store(server.getAddress().getPort(), LONG, LONG);

        assertThatThrownBy(() -> stored(store, 10)).isInstanceOf(StorageFull.class);
        server.stop(0);
    }

    @Test
    void a_store_that_says_so_with_another_status_is_full() throws IOException {
        HttpServer server = server(error(403, "QuotaExceeded"));
        ContentStore store = store(server.getAddress().getPort(), LONG, LONG);

        assertThatThrownBy(() -> stored(store, 10)).isInstanceOf(StorageFull.class);
        server.stop(0);
    }

    @Test
    void a_store_that_refuses_is_unavailable() throws IOException {
        HttpServer server = server(error(403, "AccessDenied"));
        ContentStore store = store(server.getAddress().getPort(), LONG, LONG);

        assertThatThrownBy(() -> stored(store, 10)).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> store.open(ContentStoreContract.newId())).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> store.list(1)).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> store.removeAll(List.of(ContentStoreContract.newId())))
                .isInstanceOf(Unavailable.class);
        server.stop(0);
    }

    @Test
    void a_store_that_is_away_is_unavailable() throws IOException {
        int port;
        try (ServerSocket unused = new ServerSocket(0)) {
            port = unused.getLocalPort();
        }

        assertThatThrownBy(store(port, LONG, LONG)::check)
                .isInstanceOfSatisfying(
                        Unavailable.class, failure -> assertThat(failure.what()).isEqualTo(Unavailable.What.FILES));
    }

    @Test
    void a_store_that_does_not_answer_is_unavailable() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            ContentStore store = store(silent.getLocalPort(), LONG, SHORT);

            assertThatThrownBy(store::check).isInstanceOf(Unavailable.class);
            assertThatThrownBy(() -> store.open(ContentStoreContract.newId())).isInstanceOf(Unavailable.class);
            assertThatThrownBy(store::create).isInstanceOf(Unavailable.class);
        }
    }

    @Test
    void a_store_that_stops_to_take_bytes_is_unavailable() throws IOException {
        HttpServer server = server(exchange -> {
            exchange.getRequestBody().readNBytes(10);
            await(end);
            exchange.close();
        });
        ContentStore store = store(server.getAddress().getPort(), LONG, Duration.ofSeconds(2));

        assertThatThrownBy(() -> stored(store, 15 << 20)).isInstanceOf(Unavailable.class);
        end.countDown();
        server.stop(0);
    }

    @Test
    void bytes_that_are_sent_again_give_a_silent_store_no_more_time() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = server(exchange -> {
            exchange.getRequestBody().readAllBytes();
            requests.incrementAndGet();
            await(end);
            exchange.close();
        });
        ContentStore store = store(server.getAddress().getPort(), Duration.ofMillis(500), Duration.ofMillis(700));

        assertThatThrownBy(() -> stored(store, 10)).isInstanceOf(Unavailable.class);
        // The SDK makes three attempts.
        assertThat(requests).hasValueLessThan(3);
        end.countDown();
        server.stop(0);
    }

    @Test
    void a_store_that_falls_silent_while_it_is_read_is_unavailable() throws IOException {
        HttpServer server = server(exchange -> {
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", "1000");
                exchange.sendResponseHeaders(200, -1);
            } else {
                exchange.sendResponseHeaders(206, 1000);
                exchange.getResponseBody().write(new byte[10]);
                exchange.getResponseBody().flush();
                await(end);
            }
            exchange.close();
        });
        ContentStore store = store(server.getAddress().getPort(), SHORT, LONG);

        try (InputStream in =
                store.open(ContentStoreContract.newId()).orElseThrow().read(0, 1000)) {
            assertThat(in.readNBytes(10)).hasSize(10);
            assertThatThrownBy(in::read).isInstanceOf(Unavailable.class);
        }
        end.countDown();
        server.stop(0);
    }

    @Test
    void a_store_that_breaks_off_while_it_is_read_is_unavailable() throws IOException {
        HttpServer server = server(exchange -> {
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", "1000");
                exchange.sendResponseHeaders(200, -1);
            } else {
                exchange.sendResponseHeaders(206, 1000);
                exchange.getResponseBody().write(new byte[10]);
                exchange.getResponseBody().flush();
            }
            exchange.close();
        });
        ContentStore store = store(server.getAddress().getPort(), LONG, LONG);

        try (InputStream in =
                store.open(ContentStoreContract.newId()).orElseThrow().read(0, 1000)) {
            assertThatThrownBy(in::readAllBytes).isInstanceOf(Unavailable.class);
        }
        server.stop(0);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
    }
}
