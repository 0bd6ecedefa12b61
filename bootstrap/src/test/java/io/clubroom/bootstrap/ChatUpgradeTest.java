package io.clubroom.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.bootstrap.support.Api;
import io.clubroom.bootstrap.support.TestServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Upgrades to WebSocket through all filters of the whole server. */
class ChatUpgradeTest {
    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    private static final String VERSION = "Sec-WebSocket-Version: 13";
    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)\r\n");

    @TempDir
    static Path directory;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(
                directory, Map.of("ADAPTERS", "memory", "CORS_ALLOWED_ORIGINS", "https://app.example.com"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String upgrade(String... headers) throws IOException {
        return upgradeAt("/api/chat/ws", headers);
    }

    /** The response to an upgrade request, head and body. */
    private static String upgradeAt(String path, String... headers) throws IOException {
        try (Socket socket = send(path, headers)) {
            return response(new DataInputStream(socket.getInputStream()));
        }
    }

    private static Socket send(String path, String... headers) throws IOException {
        Socket socket = new Socket(server.address().getHost(), server.address().getPort());
        socket.setSoTimeout(60_000);
        String lines = Stream.concat(
                        Stream.of(
                                "GET " + path + " HTTP/1.1",
                                "Host: " + server.address().getAuthority(),
                                "Connection: Upgrade",
                                "Upgrade: websocket"),
                        Stream.of(headers))
                .reduce("", (before, line) -> before + line + "\r\n");
        socket.getOutputStream().write((lines + "\r\n").getBytes(UTF_8));
        return socket;
    }

    private static String response(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        Matcher length = CONTENT_LENGTH.matcher(head);
        return length.find()
                ? head + new String(in.readNBytes(Integer.parseInt(length.group(1))), UTF_8)
                : head.toString();
    }

    /** The payload of the next frame, which has less than 126 bytes. */
    private static byte[] frame(DataInputStream in) throws IOException {
        in.skipNBytes(1);
        return in.readNBytes(in.readUnsignedByte());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/chat/ws", "/api/ws/chat"})
    void both_paths_are_upgraded(String path) throws IOException {
        assertThat(upgradeAt(path, KEY, VERSION, "X-Request-Id: upgrade-1"))
                .startsWith("HTTP/1.1 101 ")
                .containsIgnoringCase("\r\nsec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")
                .containsIgnoringCase("\r\nx-request-id: upgrade-1\r\n")
                .doesNotContainIgnoringCase("\r\nsec-websocket-extensions:");
    }

    /** Behind a proxy, an upgrade to HTTP/2 would be a tunnel past it. */
    @Test
    void http_without_tls_is_not_upgraded_to_http_2() throws IOException {
        try (Socket socket =
                new Socket(server.address().getHost(), server.address().getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write("""
                GET /health/live HTTP/1.1\r
                Host: club.example\r
                Connection: Upgrade, HTTP2-Settings\r
                Upgrade: h2c\r
                HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r
                \r
                """.getBytes(UTF_8));

            assertThat(response(new DataInputStream(socket.getInputStream()))).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void the_servers_own_pages_and_those_of_allowed_origins_may_connect() throws IOException {
        assertThat(upgrade(KEY, VERSION, "Origin: https://app.example.com")).startsWith("HTTP/1.1 101 ");
        assertThat(upgrade(KEY, VERSION, "Origin: " + server.address())).startsWith("HTTP/1.1 101 ");
    }

    @Test
    void upgrades_are_measured_with_the_path_and_status_101() throws IOException {
        String metric = "api_http_requests_total{method=\"GET\",path=\"/api/ws/chat\",status=\"101\"}";
        double before = value(metric);

        assertThat(upgradeAt("/api/ws/chat?token=x", KEY, VERSION)).startsWith("HTTP/1.1 101 ");

        assertThat(value(metric)).isEqualTo(before + 1);
    }

    private static double value(String metric) {
        return server.api()
                .get("/metrics")
                .expect(200)
                .body()
                .lines()
                .filter(line -> line.startsWith(metric))
                .mapToDouble(line -> Double.parseDouble(line.substring(metric.length())))
                .sum();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Authorization: Bearer forged | /api/chat/ws
        X-No: token                  | /api/chat/ws?token=forged
        """)
    void an_invalid_token_is_accepted_by_the_security_filter_and_closes_the_connection(String header, String path)
            throws IOException {
        try (Socket socket = send(path, KEY, VERSION, header)) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            assertThat(response(in)).startsWith("HTTP/1.1 101 ");

            assertThat(new String(frame(in), UTF_8)).contains("\"code\":\"invalid_token\"");
            assertThat(frame(in)).startsWith(4401 >> 8, 4401 & 0xFF);
        }
    }

    @Test
    void a_token_in_the_header_authenticates_at_once() throws IOException {
        Api admin = server.api().signedInAsAdmin();
        try (Socket socket = send("/api/chat/ws", KEY, VERSION, "Authorization: Bearer " + admin.token())) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            assertThat(response(in)).startsWith("HTTP/1.1 101 ");

            assertThat(new String(frame(in), UTF_8)).contains("\"type\":\"authenticated\"");
        }
    }

    @Test
    void an_unsupported_version_is_answered_with_426_and_the_supported_one() throws IOException {
        assertThat(upgrade(KEY, "Sec-WebSocket-Version: 8"))
                .startsWith("HTTP/1.1 426 ")
                .containsIgnoringCase("\r\nsec-websocket-version: 13\r\n")
                .containsIgnoringCase("\r\nupgrade: websocket\r\n")
                .contains("\"code\":\"unsupported_version\"");
    }

    @Test
    void a_missing_key_is_answered_with_400() throws IOException {
        assertThat(upgrade(VERSION)).startsWith("HTTP/1.1 400 ").contains("\"code\":\"bad_request\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/problem+json",
                "application/problem+json, application/json",
                "application/json;q=0.9, application/problem+json",
                "text/html, application/problem+json;q=0.1"
            })
    void a_rejection_is_a_problem_of_rfc_9457_for_a_client_that_prefers_it(String accept) throws IOException {
        assertThat(upgrade(KEY, VERSION, "Origin: null", "Accept: " + accept, "X-Request-Id: problem-1"))
                .startsWith("HTTP/1.1 403 ")
                .containsIgnoringCase("\r\ncontent-type: application/problem+json\r\n")
                .endsWith("""
                    {"type":"urn:clubroom:error:origin_not_allowed","title":"Pages of this origin may not connect",\
                    "status":403,"detail":"Pages of this origin may not connect","instance":"/api/chat/ws",\
                    "code":"origin_not_allowed","request_id":"problem-1"}\
                    """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-No: Accept",
                "Accept:",
                "Accept: ;;;",
                "Accept: application/json",
                "Accept: */*",
                "Accept: application/json, application/problem+json;q=0.5",
                "Accept: application/problem+json;q=0, */*"
            })
    void a_rejection_has_the_common_error_format_for_all_others(String accept) throws IOException {
        assertThat(upgrade(KEY, VERSION, "Origin: null", accept, "X-Request-Id: no-problem"))
                .startsWith("HTTP/1.1 403 ")
                .containsIgnoringCase("\r\ncontent-type: application/json\r\n")
                .containsIgnoringCase("\r\nx-content-type-options: nosniff\r\n")
                .endsWith("""
                    {"error":true,"message":"Pages of this origin may not connect","status":403,\
                    "code":"origin_not_allowed","request_id":"no-problem"}\
                    """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready", "/metrics"})
    void other_paths_ignore_the_upgrade_header(String path) throws IOException {
        assertThat(upgradeAt(path, KEY, VERSION)).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void an_unknown_path_is_404_also_for_a_client_that_asks_for_websocket() throws IOException {
        assertThat(upgradeAt("/nowhere", KEY, VERSION))
                .startsWith("HTTP/1.1 404 ")
                .contains("\"code\":\"not_found\"");
    }
}
