package io.clubroom.chat.upgrade;

import static io.clubroom.testkit.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.chat.ChatSettings;
import io.clubroom.chat.RawClient;
import io.clubroom.chat.TestNode;
import io.clubroom.domain.user.User;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.ByteArrayOutputStream;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The upgrade to WebSocket, byte by byte. */
final class UpgradeTest {
    private static final String GET = "GET /api/chat/ws HTTP/1.1";
    private static final String CONNECTION = "Connection: Upgrade";
    private static final String UPGRADE = "Upgrade: websocket";
    private static final TestNode.World WORLD = new TestNode.World();
    private static final String HTTP_FILTERS = "test.filters";

    private static TestNode node;

    /** Answers requests that are not upgrades. */
    @Controller
    static final class Plain {
        @Get(uris = {"/plain", "/api/chat/ws"})
        String get() {
            return "plain";
        }
    }

    @ServerFilter("/api/chat/ws")
    @Requires(property = HTTP_FILTERS, value = "remember")
    static final class RememberingFilter {
        static final Queue<WeakReference<HttpRequest<?>>> REQUESTS = new ConcurrentLinkedQueue<>();

        @RequestFilter
        void remember(HttpRequest<?> request) {
            REQUESTS.add(new WeakReference<>(request));
        }
    }

    @ServerFilter("/api/chat/ws")
    @Requires(property = HTTP_FILTERS, value = "block")
    static final class BlockingFilter {
        @RequestFilter
        @ExecuteOn(TaskExecutors.BLOCKING)
        void leaveTheEventLoop(HttpRequest<?> request) {
            // Until the event loop has nothing more to do for the request: what follows happens on this thread.
            ((NettyHttpRequest<?>) request)
                    .getChannelHandlerContext()
                    .executor()
                    .submit(() -> {})
                    .syncUninterruptibly();
        }
    }

    @BeforeAll
    static void start() {
        node = TestNode.start(WORLD, new ChatSettings(20, 1_048_576, List.of("https://app.example.com"), 100_000));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /** The head of the response to a request with these headers. */
    private static String send(String requestLine, String... headers) {
        try (RawClient client = RawClient.connect(node)) {
            return client.request(requestLine, headers).head();
        }
    }

    private static String upgrade(String... headers) {
        return send(
                GET,
                Stream.concat(Stream.of(CONNECTION, UPGRADE), Stream.of(headers))
                        .toArray(String[]::new));
    }

    private static void assertAccepted(String head) {
        assertThat(head)
                .startsWith("HTTP/1.1 101 ")
                // The answer to this key in RFC 6455 §1.3.
                .containsIgnoringCase("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    private static void assertRejected(String head, int status, String code) {
        assertThat(head)
                .startsWith("HTTP/1.1 " + status + " ")
                .containsIgnoringCase("x-code: " + code + "\r\n")
                .containsIgnoringCase("connection: close\r\n");
    }

    // The handshake

    @Test
    void version_13_is_accepted() {
        assertAccepted(upgrade(RawClient.KEY, RawClient.VERSION));
    }

    @Test
    void the_path_may_end_with_a_slash() {
        assertAccepted(send("GET /api/chat/ws/?x=y HTTP/1.1", CONNECTION, UPGRADE, RawClient.KEY, RawClient.VERSION));
        assertAccepted(send("GET /api/ws/chat/ HTTP/1.1", CONNECTION, UPGRADE, RawClient.KEY, RawClient.VERSION));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "7", "0", "12", "14", "thirteen", "", "13, 8", "13\r\nSec-WebSocket-Version: 8"})
    void no_other_version_is_accepted(String version) {
        assertUpgradeRequired(upgrade(RawClient.KEY, "Sec-WebSocket-Version: " + version));
    }

    @Test
    void an_upgrade_without_a_version_is_rejected_with_the_supported_one() {
        assertUpgradeRequired(upgrade(RawClient.KEY));
    }

    @Test
    void the_drafts_before_versions_had_numbers_are_not_supported() {
        assertUpgradeRequired(upgrade("Origin: https://app.example.com"));
    }

    private static void assertUpgradeRequired(String head) {
        assertRejected(head, 426, "unsupported_version");
        assertThat(head)
                .containsIgnoringCase("sec-websocket-version: 13\r\n")
                .containsIgnoringCase("upgrade: websocket\r\n")
                .containsIgnoringCase("connection: upgrade\r\n");
    }

    @Test
    void an_upgrade_without_a_key_is_rejected() {
        assertRejected(upgrade(RawClient.VERSION), 400, "bad_request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dGhlIHNhbXBsZSBub25jZQ",
                "dGhlIHNhbXBsZSBub25j",
                "dGhlIHNhbXBsZSBub25jZSE=",
                "dGhlIHNhbXBsZSBub25jZSEh",
                "dGhlIHNhbXBsZSBub25j****",
                "dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
            })
    void the_key_must_be_one_header_of_16_bytes_in_base64(String key) {
        assertRejected(upgrade("Sec-WebSocket-Key: " + key, RawClient.VERSION), 400, "bad_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 5", "Transfer-Encoding: chunked"})
    void an_upgrade_with_a_body_is_rejected(String header) {
        assertRejected(upgrade(RawClient.KEY, RawClient.VERSION, header), 400, "bad_request");
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example.com,     club.example",
        "https://APP.example.com:443, club.example",
        "http://club.example,         club.example:80",
        "http://club.example:80,      club.example",
        "https://club.example,        club.example:443",
        "https://club.example:443,    club.example",
        "https://app.example.com,     localhost:8080",
        "http://club.example:8080,    club.example:8080"
    })
    void the_configured_origins_and_the_servers_own_are_accepted_with_and_without_the_default_port(
            String origin, String host) {
        assertAccepted(fromOrigin(origin, host));
    }

    @ParameterizedTest
    @CsvSource({
        "null,                     club.example",
        "https://evil.example.com, club.example",
        "https://evil.example.com, localhost:8080",
        "http://club.example:443,  club.example",
        "https://club.example:80,  club.example",
        "http://club.example,      club.example:8080",
        "http://app.example.com,   club.example"
    })
    void other_origins_are_rejected(String origin, String host) {
        assertRejected(fromOrigin(origin, host), 403, "origin_not_allowed");
    }

    private static String fromOrigin(String origin, String host) {
        try (RawClient client = RawClient.connect(node)) {
            return client.send((GET + "\r\nHost: " + host + "\r\n" + CONNECTION + "\r\n" + UPGRADE + "\r\n"
                                    + RawClient.KEY + "\r\n" + RawClient.VERSION + "\r\nOrigin: " + origin
                                    + "\r\n\r\n")
                            .getBytes(UTF_8))
                    .head();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Connection: keep-alive, Upgrade | Upgrade: websocket
        connection: upgrade             | upgrade: WebSocket
        Connection: Upgrade             | Upgrade: foo, websocket
        """)
    void upgrade_and_connection_may_be_lists(String connection, String upgrade) {
        assertAccepted(send(GET, connection, upgrade, RawClient.KEY, RawClient.VERSION));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://club.example/api/chat/ws", "http://club.example/api/ws/chat?token=x"})
    void a_request_target_in_absolute_form_is_accepted(String target) {
        assertAccepted(send("GET " + target + " HTTP/1.1", CONNECTION, UPGRADE, RawClient.KEY, RawClient.VERSION));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%zz", "a|b", "{", "\"", "a%2", "#", "//"})
    void an_invalid_query_does_not_keep_a_client_from_connecting(String query) {
        assertAccepted(send(
                "GET /api/chat/ws?x=" + query + " HTTP/1.1", CONNECTION, UPGRADE, RawClient.KEY, RawClient.VERSION));
    }

    @Test
    void a_connection_may_be_used_before_its_upgrade() {
        try (RawClient client = RawClient.connect(node)) {
            assertThat(client.request("GET /plain HTTP/1.1").head()).startsWith("HTTP/1.1 200 ");
            client.skip("plain".length());

            assertAccepted(client.send(RawClient.upgrade("/api/chat/ws")).head());
        }
    }

    // Requests that are not upgrades of the chat

    @ParameterizedTest
    @ValueSource(strings = {"GET /plain HTTP/1.1", "GET /plain/ HTTP/1.1", "GET http://club.example/plain HTTP/1.1"})
    void other_paths_ignore_the_upgrade_headers(String requestLine) {
        assertThat(send(requestLine, CONNECTION, UPGRADE, RawClient.KEY, RawClient.VERSION))
                .startsWith("HTTP/1.1 200 ");
    }

    /** RFC 9110 §7.8. */
    @Test
    void http_1_0_is_not_upgraded() {
        assertThat(send("GET /api/chat/ws HTTP/1.0", CONNECTION, UPGRADE, RawClient.KEY, RawClient.VERSION))
                .startsWith("HTTP/1.0 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /api/chat/ws HTTP/1.1", "PUT /plain HTTP/1.1"})
    void other_methods_ignore_the_upgrade_headers(String requestLine) {
        assertThat(send(requestLine, CONNECTION, UPGRADE, RawClient.KEY, RawClient.VERSION, "Content-Length: 0"))
                .startsWith("HTTP/1.1 405 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Accept: */*", UPGRADE, CONNECTION, CONNECTION + "\r\nUpgrade: foo"})
    void a_request_that_does_not_ask_for_websocket_is_answered_by_its_controller(String headers) {
        assertThat(send(GET, headers, RawClient.KEY, RawClient.VERSION)).startsWith("HTTP/1.1 200 ");
    }

    // Extensions

    @Test
    void no_extension_is_negotiated() {
        assertThat(upgrade(
                        RawClient.KEY,
                        RawClient.VERSION,
                        "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"))
                .startsWith("HTTP/1.1 101 ")
                .doesNotContainIgnoringCase("sec-websocket-extensions");
    }

    @Test
    void a_frame_that_uses_an_extension_closes_the_connection_and_says_why() {
        try (RawClient client = RawClient.upgraded(node, "/api/chat/ws")) {
            // FIN, RSV1: compressed text.
            client.send(RawClient.frame(0xC1, new byte[] {1, 2, 3}));

            assertThat(client.frame().closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void a_frame_of_more_than_64_kib_closes_the_connection() {
        try (RawClient client = RawClient.upgraded(node, "/api/chat/ws")) {
            client.send(RawClient.frame(0x81, new byte[65_537]));

            assertThat(client.frame().closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void a_close_frame_whose_reason_is_not_utf_8_is_refused_and_the_connection_closed() {
        try (RawClient client = RawClient.upgraded(node, "/api/chat/ws")) {
            client.send(RawClient.frame(0x88, new byte[] {0x03, (byte) 0xE8, 'H', (byte) 0xC3}));

            assertThat(client.frame().closeCode()).isEqualTo(1007);
            assertThat(client.head()).isEmpty();
        }
    }

    // Frames around the handshake

    @Test
    void frames_sent_right_after_the_handshake_are_handled() {
        User user = WORLD.user("Quick Typist");
        for (int i = 0; i < 50; i++) {
            try (RawClient client = RawClient.upgraded(node, "/api/chat/ws?token=" + TestNode.token(user))) {
                client.sendText("{\"type\":\"ping\"}");

                assertThat(client.frame().text()).contains("authenticated");
                assertThat(client.frame().text()).contains("pong");
            }
        }
    }

    /** RFC 6455 §4.1: a client must wait for the handshake. One that does not loses its frames. */
    @Test
    void frames_sent_before_the_handshake_do_no_harm() {
        try (RawClient client = RawClient.connect(node)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(RawClient.upgrade("/api/chat/ws"));
            bytes.writeBytes(RawClient.frame(0x81, "{\"type\":\"ping\"}".getBytes(UTF_8)));
            assertAccepted(client.send(bytes.toByteArray()).head());

            client.sendText("{\"type\":\"ping\"}");

            assertThat(client.frame().text()).contains("not_authenticated");
            assertThat(client.frame().closeCode()).isEqualTo(4401);
        }
    }

    @Test
    void the_request_is_garbage_once_the_connection_is_open() {
        try (TestNode other = TestNode.start(WORLD, Map.of(HTTP_FILTERS, "remember"));
                RawClient client = RawClient.upgraded(other, "/api/chat/ws")) {
            WeakReference<HttpRequest<?>> request = RememberingFilter.REQUESTS.remove();

            await().untilAsserted(() -> {
                System.gc();
                assertThat(request.get()).isNull();
            });
            client.sendText("{\"type\":\"ping\"}");
            assertThat(client.frame().text()).contains("not_authenticated");
        }
    }

    @Test
    void an_upgrade_that_has_left_the_event_loop_is_not_opened() {
        try (TestNode other = TestNode.start(WORLD, Map.of(HTTP_FILTERS, "block"));
                RawClient client = RawClient.upgraded(other, "/api/chat/ws")) {
            assertThat(client.frame().closeCode()).isEqualTo(1011);
            assertThat(other.connections()).isZero();
        }
    }
}
