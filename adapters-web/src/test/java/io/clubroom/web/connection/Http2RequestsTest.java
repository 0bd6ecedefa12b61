package io.clubroom.web.connection;

import static io.clubroom.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.web.support.TestServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sends frames of HTTP/2 that clients do not send. */
@Timeout(180)
class Http2RequestsTest {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GO_AWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final short INITIAL_WINDOW_SIZE = 4;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    private static final Map<String, Object> TLS = Map.of(
            "micronaut.server.ssl.enabled",
            true,
            "micronaut.server.ssl.build-self-signed",
            true,
            "micronaut.server.ssl.port",
            -1,
            "micronaut.server.http-version",
            "2.0");

    private static final String FILE = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";

    private static TestServer server;

    private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder();
    private SSLSocket socket;
    private DataInputStream in;
    private OutputStream out;

    private record Frame(int type, int flags, int stream, byte[] payload) {
        boolean endsStream() {
            return (flags & END_STREAM) != 0;
        }

        /** Of RST_STREAM and GOAWAY. */
        Http2Error error() {
            return Http2Error.valueOf(ByteBuffer.wrap(payload).getInt(type == GO_AWAY ? 4 : 0));
        }
    }

    @BeforeAll
    static void start() {
        server = TestServer.another(TLS);
    }

    @AfterAll
    static void stop() {
        server.context().close();
    }

    @BeforeEach
    void connect() throws Exception {
        speakHttp2With(server);
    }

    private void speakHttp2With(TestServer peer) throws Exception {
        connect(peer, "h2");
        assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        send(SETTINGS, 0, 0, new byte[0]);
    }

    private void connect(String... protocols) throws Exception {
        connect(server, protocols);
    }

    private void connect(TestServer peer, String... protocols) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        socket = (SSLSocket) context.getSocketFactory()
                .createSocket(peer.address().getHost(), peer.address().getPort());
        socket.setSoTimeout(60_000);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
    }

    private void send(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
        out.write(frame.array());
        out.flush();
    }

    private void sendHeaders(int stream, boolean endsStream, Http2Headers headers) throws Exception {
        ByteBuf block = Unpooled.buffer();
        encoder.encodeHeaders(stream, headers, block);
        send(HEADERS, END_HEADERS | (endsStream ? END_STREAM : 0), stream, ByteBufUtil.getBytes(block));
    }

    private static Http2Headers headers(String method, String path) {
        return new DefaultHttp2Headers(false)
                .method(method)
                .scheme("https")
                .authority("club.example")
                .path(path);
    }

    private void sendGet(int stream) throws Exception {
        sendHeaders(stream, true, headers("GET", "/health/live"));
    }

    /** The next frame about this stream, or a GOAWAY. */
    private Frame next() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        return new Frame(in.readUnsignedByte(), in.readUnsignedByte(), in.readInt(), in.readNBytes(length));
    }

    private Frame next(int stream) throws IOException {
        while (true) {
            Frame frame = next();
            if (frame.type == GO_AWAY
                    || (frame.stream == stream
                            && (frame.type == HEADERS || frame.type == DATA || frame.type == RST_STREAM))) {
                return frame;
            }
        }
    }

    private String status(int stream) throws Exception {
        Frame frame = next(stream);
        assertThat(frame.type).isEqualTo(HEADERS);
        String status = decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(frame.payload))
                .status()
                .toString();
        while (!frame.endsStream()) {
            frame = next(stream);
        }
        return status;
    }

    @Test
    void a_client_without_a_common_protocol_is_refused() throws Exception {
        socket.close();

        assertThatThrownBy(() -> connect("spdy/3", "nonsense"))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("no_application_protocol");
    }

    @Test
    void http_1_1_is_spoken_with_clients_that_prefer_it_or_offer_nothing() throws Exception {
        for (String[] protocols : new String[][] {{"http/1.1"}, {"nonsense", "http/1.1"}, {}}) {
            socket.close();
            connect(protocols);
            socket.getOutputStream()
                    .write("GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void a_request_with_trailers_is_answered() throws Exception {
        sendHeaders(1, false, headers("POST", "/api/auth/login").add("content-type", "application/json"));
        send(DATA, 0, 1, "{}".getBytes(StandardCharsets.US_ASCII));
        sendHeaders(1, true, new DefaultHttp2Headers(false).add("x-checksum", "1"));

        assertThat(status(1)).isEqualTo("400");
        sendGet(3);
        assertThat(status(3)).isEqualTo("200");
    }

    @Test
    void a_request_with_trailers_and_no_body_is_answered() throws Exception {
        sendHeaders(1, false, headers("GET", "/health/live"));
        sendHeaders(1, true, new DefaultHttp2Headers(false).add("x-checksum", "1"));

        assertThat(status(1)).isEqualTo("200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no path",
                "empty path",
                "relative path",
                "no method",
                "empty method",
                "method with a space",
                "no scheme",
                "space in a value",
                "line break in a value",
                "connection header",
                "capital letter in a name",
                "unknown pseudo-header"
            })
    void a_malformed_request_resets_only_its_stream(String fault) throws Exception {
        sendHeaders(1, false, headers("POST", "/api/auth/login").add("content-type", "application/json"));
        Http2Headers headers = headers("GET", "/health/live");
        switch (fault) {
            case "no path" -> headers.remove(":path");
            case "empty path" -> headers.path("");
            case "relative path" -> headers.path("health/live");
            case "no method" -> headers.remove(":method");
            case "empty method" -> headers.method("");
            case "method with a space" -> headers.method("GE T");
            case "no scheme" -> headers.remove(":scheme");
            case "space in a value" -> headers.add("x-value", " x");
            case "line break in a value" -> headers.add("x-value", "x\r\ny: z");
            case "connection header" -> headers.add("connection", "close");
            case "capital letter in a name" -> headers.add("X-Name", "x");
            case "unknown pseudo-header" -> headers.add(":nonsense", "x");
            default -> throw new IllegalArgumentException(fault);
        }
        sendHeaders(3, true, headers);

        Frame answer = next(3);
        assertThat(answer.type).isEqualTo(RST_STREAM);
        assertThat(answer.error()).isEqualTo(Http2Error.PROTOCOL_ERROR);
        send(DATA, END_STREAM, 1, "{}".getBytes(StandardCharsets.US_ASCII));
        assertThat(status(1)).isEqualTo("400");
    }

    @Test
    void headers_after_the_end_of_a_request_are_an_error_of_the_stream() throws Exception {
        sendHeaders(1, false, headers("POST", "/api/auth/login").add("content-type", "application/json"));
        send(DATA, END_STREAM, 1, "{}".getBytes(StandardCharsets.US_ASCII));
        sendHeaders(1, true, headers("GET", "/health/live"));

        Frame frame = next(1);
        while (frame.type != RST_STREAM && frame.type != GO_AWAY) {
            frame = next(1);
        }
        assertThat(frame.error()).isEqualTo(Http2Error.STREAM_CLOSED);
    }

    /** The bytes of responses that wait for this client. */
    private static long waiting() {
        return server.context().getBean(HttpConnections.class).members().stream()
                .mapToLong(connection -> connection.responses().bytes())
                .sum();
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    @Test
    void a_response_is_counted_until_the_client_opens_its_window_or_resets_the_stream() throws Exception {
        send(
                SETTINGS,
                0,
                0,
                ByteBuffer.allocate(6).putShort(INITIAL_WINDOW_SIZE).putInt(0).array());
        for (int stream = 1; stream <= 5; stream += 2) {
            sendGet(stream);
            assertThat(next(stream).type).isEqualTo(HEADERS);
        }
        int bytes = "{\"status\":\"up\"}".length();
        assertThat(waiting()).isEqualTo(3L * bytes);

        send(WINDOW_UPDATE, 0, 1, number(5));
        assertThat(next(1).payload).hasSize(5);
        assertThat(waiting()).isEqualTo(3L * bytes - 5);
        send(WINDOW_UPDATE, 0, 1, number(100));
        assertThat(next(1).payload).hasSize(bytes - 5);
        assertThat(waiting()).isEqualTo(2L * bytes);

        send(RST_STREAM, 0, 3, number((int) Http2Error.CANCEL.code()));
        send(WINDOW_UPDATE, 0, 5, number(100));
        assertThat(next(5).payload).hasSize(bytes);
        assertThat(waiting()).isZero();
    }

    @Test
    void odd_headers_and_encoded_letters_are_as_over_http_1() throws Exception {
        sendHeaders(
                1,
                true,
                headers("GET", "/health/liv%65").add("accept-language", ";").add("accept-charset", ";"));

        assertThat(status(1)).isEqualTo("200");
    }

    @Test
    void a_body_that_is_too_large_is_refused() throws Exception {
        sendHeaders(
                1,
                false,
                headers("POST", "/api/auth/login")
                        .add("content-type", "application/json")
                        .add("content-length", "65537"));

        assertThat(status(1)).isEqualTo("413");
    }

    @Test
    void a_file_is_received_no_faster_than_it_is_stored_and_takes_no_memory_afterwards() throws Exception {
        sendHeaders(
                1,
                false,
                headers("POST", "/api/files")
                        .add("authorization", "Bearer " + server.adminToken())
                        .add("content-type", "multipart/form-data; boundary=b"));
        send(DATA, 0, 1, FILE.getBytes(StandardCharsets.US_ASCII));
        int window = 65_535 - FILE.length();
        for (int i = 0; i < 20; i++) {
            while (window < 16_000) {
                Frame update = next();
                assertThat(update.type).isNotEqualTo(GO_AWAY);
                if (update.type == WINDOW_UPDATE && update.stream == 1) {
                    window += ByteBuffer.wrap(update.payload).getInt();
                }
            }
            send(DATA, 0, 1, new byte[16_000]);
            window -= 16_000;
        }
        send(DATA, END_STREAM, 1, "\r\n--b--".getBytes(StandardCharsets.US_ASCII));

        assertThat(status(1)).isEqualTo("201");
        // Connections of other tests may not have ended yet.
        HttpConnections connections = server.context().getBean(HttpConnections.class);
        await().untilAsserted(() -> assertThat(connections.held()).isZero());
    }

    @Test
    void a_stream_of_which_no_byte_moves_is_reset_in_either_direction() throws Exception {
        socket.close();
        TestServer impatient = TestServer.another(
                TLS, new ConnectionSettings(Duration.ofSeconds(2), Duration.ofMinutes(5), Duration.ofMillis(500)));
        try {
            speakHttp2With(impatient);
            sendHeaders(
                    1,
                    false,
                    headers("POST", "/api/files")
                            .add("authorization", "Bearer " + impatient.adminToken())
                            .add("content-type", "multipart/form-data; boundary=b"));
            send(DATA, 0, 1, (FILE + "begin").getBytes(StandardCharsets.US_ASCII));
            send(
                    SETTINGS,
                    0,
                    0,
                    ByteBuffer.allocate(6)
                            .putShort(INITIAL_WINDOW_SIZE)
                            .putInt(0)
                            .array());
            sendGet(3);

            Set<Integer> reset = new TreeSet<>();
            while (reset.size() < 2) {
                Frame frame = next();
                assertThat(frame.type).isNotEqualTo(GO_AWAY);
                if (frame.type == RST_STREAM) {
                    assertThat(frame.error()).isEqualTo(Http2Error.CANCEL);
                    reset.add(frame.stream);
                }
            }
            assertThat(reset).containsExactly(1, 3);
        } finally {
            socket.close();
            impatient.context().close();
        }
    }

    @Test
    void a_request_with_a_file_that_is_too_large_is_refused_before_it_is_sent() throws Exception {
        sendHeaders(
                1,
                false,
                headers("POST", "/api/files")
                        .add("authorization", "Bearer " + server.adminToken())
                        .add("content-type", "multipart/form-data; boundary=b")
                        .add("content-length", Long.toString(TestServer.FILES.maxBytes() + 65_537)));

        assertThat(status(1)).isEqualTo("413");
    }
}
