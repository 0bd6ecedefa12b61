package io.clubroom.chat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.user.User;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an upgrade to WebSocket is answered, byte by byte. */
final class UpgradeTest {
    private static final String PATH = "/api/chat/ws";
    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    private static final String VERSION_13 = "Sec-WebSocket-Version: 13";
    private static final TestNode.World WORLD = new TestNode.World();
    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.start(WORLD, Map.of("clubroom.chat.allowed-origins", "https://app.example.com"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static String upgrade(String... lines) throws IOException {
        return send("GET", lines);
    }

    /** The head of the answer. */
    private static String send(String method, String... lines) throws IOException {
        try (Socket socket = connect(method, lines)) {
            return head(socket.getInputStream());
        }
    }

    private static Socket connect(String method, String... lines) throws IOException {
        Socket socket = new Socket("127.0.0.1", node.uri("/").getPort());
        socket.setSoTimeout(5_000);
        socket.getOutputStream().write(request(method, PATH, lines).getBytes(US_ASCII));
        return socket;
    }

    private static String request(String method, String path, String... lines) {
        return method + " " + path + " HTTP/1.1\r\nHost: club.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + String.join("\r\n", lines) + "\r\n\r\n";
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(US_ASCII).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.write(next);
        }
        return head.toString(US_ASCII);
    }

    @Test
    void version_13_is_spoken() throws IOException {
        assertThat(upgrade(KEY, VERSION_13))
                .startsWith("HTTP/1.1 101 ")
                .containsIgnoringCase("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "7", "0", "12", "14", "thirteen", "", "13, 8", "13\r\nSec-WebSocket-Version: 8"})
    void no_other_version_is(String version) throws IOException {
        assertUpgradeRequired(upgrade(KEY, "Sec-WebSocket-Version: " + version));
    }

    @Test
    void an_upgrade_that_names_no_version_is_answered_with_the_one_that_is() throws IOException {
        assertUpgradeRequired(upgrade(KEY));
    }

    @Test
    void what_browsers_sent_before_versions_had_numbers_is_no_exception() throws IOException {
        assertUpgradeRequired(upgrade("Origin: https://app.example.com"));
    }

    private static void assertUpgradeRequired(String answer) {
        assertThat(answer)
                .startsWith("HTTP/1.1 426 ")
                .containsIgnoringCase("sec-websocket-version: 13\r\n")
                .containsIgnoringCase("x-code: unsupported_version");
    }

    @Test
    void an_upgrade_without_a_key_is_none() throws IOException {
        assertThat(upgrade(VERSION_13)).startsWith("HTTP/1.1 400 ").containsIgnoringCase("x-code: bad_request");
    }

    @Test
    void an_upgrade_with_a_body_is_none() throws IOException {
        assertThat(upgrade(KEY, VERSION_13, "Content-Length: 5")).startsWith("HTTP/1.1 400 ");
        assertThat(upgrade(KEY, VERSION_13, "Transfer-Encoding: chunked")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void only_get_upgrades() throws IOException {
        assertThat(send("POST", KEY, VERSION_13, "Content-Length: 0")).doesNotContain(" 101 ");
    }

    @Test
    void compression_is_not_negotiated() throws IOException {
        assertThat(upgrade(KEY, VERSION_13, "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"))
                .startsWith("HTTP/1.1 101 ")
                .doesNotContainIgnoringCase("sec-websocket-extensions");
    }

    /** Also not after a request that did not ask for the chat. */
    @Test
    void also_a_connection_that_was_used_before_is_upgraded() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", node.uri("/").getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write("GET /nothing HTTP/1.1\r\nHost: club.example\r\n\r\n".getBytes(US_ASCII));
            assertThat(head(socket.getInputStream())).startsWith("HTTP/1.1 404 ");
            socket.getInputStream().skipNBytes(socket.getInputStream().available());
            socket.getOutputStream().write(request("GET", PATH, KEY, VERSION_13).getBytes(US_ASCII));
            assertThat(head(socket.getInputStream())).contains("HTTP/1.1 101 ");
        }
    }

    @Test
    void what_a_client_sends_at_once_with_the_upgrade_never_breaks_the_server() throws IOException {
        User user = WORLD.user("Early Bird");
        String frame = "{\"type\":\"authorization\",\"token\":\"" + TestNode.token(user) + "\"}";
        try (Socket socket = new Socket("127.0.0.1", node.uri("/").getPort())) {
            socket.setSoTimeout(2_000);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(request("GET", PATH, KEY, VERSION_13).getBytes(US_ASCII));
            all.writeBytes(masked(frame));
            socket.getOutputStream().write(all.toByteArray());
            System.out.println("EARLY " + head(socket.getInputStream()).lines().findFirst());
            byte[] rest = new byte[200];
            String heard;
            try {
                int n = socket.getInputStream().read(rest);
                heard = n < 0 ? "closed" : new String(rest, 0, n, US_ASCII);
            } catch (java.net.SocketTimeoutException none) {
                heard = "nothing";
            }
            System.out.println("EARLY heard: " + heard);
        }
    }

    private static byte[] masked(String text) {
        byte[] payload = text.getBytes(US_ASCII);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x81);
        out.write(0x80 | 126);
        out.write(payload.length >> 8);
        out.write(payload.length & 0xff);
        out.writeBytes(new byte[4]);
        out.writeBytes(payload);
        return out.toByteArray();
    }
}
