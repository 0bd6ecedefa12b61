package io.clubroom.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.clubroom.bootstrap.support.Api;
import io.clubroom.bootstrap.support.ChatClient;
import io.clubroom.bootstrap.support.Reply;
import io.clubroom.bootstrap.support.TestServer;
import java.io.IOException;
import java.net.Socket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole server with its in-memory adapters and with rate limits. */
class InMemoryServerTest {
    @TempDir
    static Path directory;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(
                directory,
                Map.of(
                        "ADAPTERS",
                        "memory",
                        "RATE_LIMITS",
                        "on",
                        "REQUEST_HEAD_TIMEOUT",
                        "1",
                        "CORS_ALLOWED_ORIGINS",
                        "https://app.example.com",
                        "TRUSTED_PROXIES",
                        "127.0.0.0/8"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void serves_users_and_the_chat_and_writes_no_files_but_mails() {
        Api admin = server.api().signedInAsAdmin();
        String path = server.api().register("walker", "trainer");
        Api walker = server.api().signedInAs("walker");

        assertThat(walker.get("/api/users/me").expect(200).text("role")).isEqualTo("trainer");
        walker.put(path, "{\"full_name\":\"Johnnie Walker\"}").expect(200);
        walker.get("/api/users").expect(403);
        Reply users = admin.get("/api/users?q=johnnie&limit=1").expect(200);
        assertThat(users.header("X-Total-Count")).isEqualTo("1");
        assertThat(admin.get("/api/users/statistics")
                        .expect(200)
                        .json()
                        .path("total_count")
                        .asInt())
                .isEqualTo(2);
        assertThat(walker.get("/api/chat/rooms").expect(200).json().findValuesAsText("id"))
                .contains("general", "support");
        try (ChatClient chat = ChatClient.in(walker, "general")) {
            chat.say("general", "Hello", "one");
            assertThat(chat.await("message").path("seq").asLong()).isEqualTo(1);
        }
        assertThat(walker.get("/api/chat/rooms/general/messages").expect(200).json())
                .hasSize(1);
        admin.put(path, "{\"active\":false}").expect(200);
        walker.get("/api/users/me").expect(401);

        JsonNode checks = server.api().get("/health").expect(200).json().path("checks");
        assertThat(checks.path("database").asText()).isEqualTo("up");
        assertThat(checks.path("files").asText()).isEqualTo("up");
        assertThat(server.api().get("/metrics").expect(200).body()).contains("api_http_requests_total");
        assertThat(directory.resolve("data")).isDirectoryNotContaining(file -> !file.endsWith("mail"));
    }

    @Test
    void compares_the_whole_store_of_files_with_what_is_known_of_it_at_the_start() {
        await().untilAsserted(() -> assertThat(
                        server.api().get("/metrics").expect(200).body())
                .contains("clubroom_files_sweeps_total 256.0"));
    }

    @Test
    void by_default_the_eleventh_login_within_a_minute_is_refused() {
        for (int i = 1; i <= 10; i++) {
            server.api().login("nobody@example.com", "Wrong-password-1").expect(400);
        }
        Reply refused = server.api().login("nobody@example.com", "Wrong-password-1");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text("code")).isEqualTo("rate_limited");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
        assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"login-account\";q=10;w=60");
    }

    @Test
    void only_pages_from_allowed_origins_can_read_responses() {
        Reply allowed = server.api().get("/health/live", "Origin", "https://app.example.com");
        Reply other = server.api().get("/health/live", "Origin", "https://other.example.com");

        assertThat(allowed.expect(200).header("Access-Control-Allow-Origin")).isEqualTo("https://app.example.com");
        assertThat(other.toString()).doesNotContainIgnoringCase("access-control-allow-origin");
    }

    @Test
    void headers_of_a_trusted_proxy_are_used() {
        assertThat(server.api()
                        .get("/health/live", "X-Forwarded-Proto", "https")
                        .header("Strict-Transport-Security"))
                .startsWith("max-age=");
    }

    @Test
    void the_timeout_for_slow_requests_does_not_close_idle_chat_connections() throws IOException {
        Api admin = server.api().signedInAsAdmin();
        try (ChatClient chat = ChatClient.signedIn(admin);
                Socket half =
                        new Socket(server.address().getHost(), server.address().getPort())) {
            half.getOutputStream().write("GET /health HTTP/1.1\r\nX-Half".getBytes(StandardCharsets.ISO_8859_1));
            assertThat(half.getInputStream().read()).isNegative();

            chat.send("{\"type\":\"ping\"}").await("pong");
        }
    }

    @Test
    void requests_and_chat_connections_share_one_limit_and_health_checks_have_none(@TempDir Path elsewhere) {
        try (TestServer strict = TestServer.start(
                elsewhere, Map.of("ADAPTERS", "memory", "RATE_LIMITS", "on", "RATE_LIMIT_REQUESTS_PER_ADDRESS", "3"))) {
            Api admin = strict.api().signedInAsAdmin();
            ChatClient.signedIn(admin).close();
            admin.get("/api/users/me").expect(200);

            admin.get("/api/users/me").expect(429);
            assertThatThrownBy(() -> ChatClient.signedIn(admin))
                    .hasCauseInstanceOf(WebSocketHandshakeException.class)
                    .satisfies(refused -> {
                        var response = ((WebSocketHandshakeException) refused.getCause()).getResponse();
                        assertThat(response.statusCode()).isEqualTo(429);
                        assertThat(response.headers().firstValue("Retry-After")).isPresent();
                        assertThat(response.headers().firstValue("RateLimit"))
                                .hasValueSatisfying(value -> assertThat(value).startsWith("\"default\";r=0;t="));
                    });
            for (int i = 0; i < 5; i++) {
                strict.api().get("/health/live").expect(200);
                strict.api().get("/metrics").expect(200);
            }
        }
    }
}
