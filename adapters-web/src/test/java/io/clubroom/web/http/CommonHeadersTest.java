package io.clubroom.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.web.client.ProxySettings;
import io.clubroom.web.support.Call;
import io.clubroom.web.support.Raw;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommonHeadersTest {
    private static final String ALLOWED = "https://club.example";
    private static final String HSTS = "Strict-Transport-Security";

    private final TestServer server = TestServer.fresh();

    @ParameterizedTest
    @ValueSource(strings = {"a", "A.b_c-9", "0", "trace-00000000000000000000000000000001"})
    void a_safe_request_id_of_the_client_is_kept(String id) {
        assertThat(health(id).header("X-Request-Id")).isEqualTo(id);
        assertThat(health("x".repeat(128)).header("X-Request-Id")).isEqualTo("x".repeat(128));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "a:b", "\u00e9", "a\"b", "{}", "a,b"})
    void an_unsafe_request_id_is_replaced(String id) {
        assertThat(UUID.fromString(health(id).header("X-Request-Id"))).isNotNull();
        assertThat(UUID.fromString(health("x".repeat(129)).header("X-Request-Id")))
                .isNotNull();
    }

    @Test
    void every_request_has_its_own_id() {
        Reply one = server.call("GET", "/health/live").send();
        Reply two = server.call("GET", "/health/live").send();

        assertThat(UUID.fromString(one.header("X-Request-Id")))
                .isNotEqualTo(UUID.fromString(two.header("X-Request-Id")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /health",
                "GET /metrics",
                "GET /nope",
                "HEAD /health",
                "HEAD /nope",
                "HEAD /api/users",
                "DELETE /api/users",
                "GET /api/users",
                "POST /api/users",
                "POST /api/auth/login",
                "OPTIONS /api/users"
            })
    void every_response_has_the_common_headers(String call) {
        String[] parts = call.split(" ");

        Reply reply =
                server.call(parts[0], parts[1]).header("X-Request-Id", "mine").send();

        assertCommon(reply, "mine");
    }

    @Test
    void a_preflight_response_has_the_common_headers() {
        Reply reply = server.call("OPTIONS", "/api/users/" + server.admin().id())
                .header("X-Request-Id", "mine")
                .header("Origin", "https://club.example")
                .header("Access-Control-Request-Method", "PATCH")
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .send();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo("https://club.example");
        assertCommon(reply, "mine");
    }

    @Test
    void a_response_to_a_malformed_request_has_the_common_headers() {
        String answer = Raw.send(server.address(), "GET / HTTP/1.1\r\nX-Request-Id: mine\r\nBad Name: x\r\n\r\n");

        assertThat(answer).containsIgnoringCase("\r\nX-Request-Id: mine\r\n").containsIgnoringCase("nosniff");
    }

    @Test
    void the_server_does_not_identify_its_software() {
        assertThat(server.call("GET", "/health").send().header("Server")).isNull();
    }

    @Test
    void an_allowed_origin_can_read_responses_and_headers() {
        Reply reply = server.call("GET", "/api/users")
                .bearer(server.adminToken())
                .header("Origin", ALLOWED)
                .send();

        assertThat(reply.status()).isEqualTo(200);
        assertReadable(reply);
        assertThat(String.valueOf(reply.header("Access-Control-Expose-Headers")).split(","))
                .contains(
                        "Location",
                        "Link",
                        "ETag",
                        "X-Total-Count",
                        "X-Request-Id",
                        "Retry-After",
                        "RateLimit",
                        "RateLimit-Policy");
        assertThat(reply.header("Access-Control-Allow-Credentials")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/users, '', 401",
        "GET, /nope, '', 404",
        "DELETE, /api/users, '', 405",
        "POST, /api/auth/login, 'x', 400",
        "POST, /api/users, 'x', 400"
    })
    void an_allowed_origin_can_read_errors(String method, String path, String body, int status) {
        Reply reply =
                server.call(method, path).header("Origin", ALLOWED).json(body).send();

        assertThat(reply.status()).isEqualTo(status);
        assertReadable(reply);
    }

    @Test
    void an_allowed_origin_can_read_server_errors_and_oversized_requests() {
        server.users.failWith(() -> new IllegalStateException("secret"));
        Reply fault = server.call("GET", "/api/users/me")
                .bearer(server.adminToken())
                .header("Origin", ALLOWED)
                .send();
        server.users.recover();
        Reply large = server.call("POST", "/api/auth/login")
                .header("Origin", ALLOWED)
                .json("x".repeat((1 << 20) + 1))
                .send();

        assertThat(fault.status()).isEqualTo(500);
        assertReadable(fault);
        assertThat(large.status()).isEqualTo(413);
        assertReadable(large);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "GET", "HEAD"})
    void an_allowed_origin_may_use_every_method(String method) {
        String path = method.equals("POST")
                ? "/api/users"
                : "/api/users/" + server.admin().id();

        Reply preflight = preflight(path, ALLOWED, method)
                .header(
                        "Access-Control-Request-Headers",
                        "authorization,content-type,if-match,if-none-match,x-request-id")
                .send();

        assertThat(preflight.status()).isEqualTo(200);
        assertReadable(preflight);
        assertThat(preflight.header("Access-Control-Allow-Methods")).contains(method);
        assertThat(preflight.header("Access-Control-Allow-Headers"))
                .contains("authorization", "content-type", "if-match", "if-none-match", "x-request-id");
        assertThat(preflight.header("Access-Control-Max-Age")).isNotNull();
    }

    @Test
    void an_allowed_origin_may_not_send_other_headers() {
        Reply preflight = preflight("/api/users", ALLOWED, "POST")
                .header("Access-Control-Request-Headers", "x-forwarded-for")
                .send();

        assertThat(preflight.status()).isEqualTo(403);
        assertThat(preflight.header("Access-Control-Allow-Headers")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://other.example",
                "http://club.example",
                "https://club.example:8443",
                "https://club.example.evil.example",
                "null"
            })
    void another_origin_can_read_nothing(String origin) {
        Reply reply = server.call("GET", "/health").header("Origin", origin).send();
        Reply preflight = preflight("/api/users", origin, "POST").send();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Access-Control-Allow-Origin")).isNull();
        assertThat(reply.header("Vary")).isEqualTo("Origin");
        assertThat(preflight.status()).isEqualTo(405);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isNull();
        assertThat(preflight.header("Access-Control-Allow-Methods")).isNull();
    }

    @Test
    void hsts_is_sent_only_to_clients_that_use_tls() {
        TestServer behindProxy = TestServer.with(new ProxySettings(List.of("127.0.0.1")));
        try {
            assertThat(forwarded(behindProxy, "https").header(HSTS)).isEqualTo("max-age=31536000");
            assertThat(forwarded(behindProxy, "http").header(HSTS)).isNull();
            assertThat(forwarded(server, "https").header(HSTS))
                    .as("from a peer that is not a trusted proxy")
                    .isNull();
        } finally {
            behindProxy.context().close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nBad Name: x\r\n\r\n",
                "NONSENSE\r\n\r\n",
                "POST /api/auth/login HTTP/1.1\r\n"
                        + "Host: x\r\n"
                        + "Content-Length: 5000000\r\n"
                        + "Content-Type: application/json\r\n\r\n"
            })
    void a_request_refused_before_parsing_has_the_security_headers(String bytes) {
        assertThat(Raw.send(server.address(), bytes))
                .containsIgnoringCase("\r\nX-Content-Type-Options: nosniff\r\n")
                .containsIgnoringCase("\r\nX-Frame-Options: DENY\r\n")
                .containsIgnoringCase("\r\nReferrer-Policy: no-referrer\r\n")
                .containsIgnoringCase("\r\nContent-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n")
                .containsIgnoringCase("\r\nCache-Control: no-store\r\n")
                .doesNotContainIgnoringCase("\r\nServer:");
    }

    @Test
    void head_returns_the_headers_of_get_without_a_body() {
        User client = server.add("client", Role.CLIENT);
        for (String path :
                new String[] {"/api/users/" + client.id(), "/api/users/me", "/api/users?limit=1", "/health"}) {
            Reply get = server.call("GET", path).bearer(server.adminToken()).send();
            Reply head = server.call("HEAD", path).bearer(server.adminToken()).send();

            assertThat(head.status()).as(path).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            for (String name : new String[] {"ETag", "Link", "X-Total-Count", "Content-Type"}) {
                assertThat(head.header(name)).as(path + " " + name).isEqualTo(get.header(name));
            }
        }
        assertThat(server.call("HEAD", "/api/users/" + client.id())
                        .bearer(server.adminToken())
                        .header("If-Match", "\"9\"")
                        .send()
                        .status())
                .isEqualTo(412);
    }

    private Reply health(String id) {
        return server.call("GET", "/health/live").header("X-Request-Id", id).send();
    }

    private Call preflight(String path, String origin, String method) {
        return server.call("OPTIONS", path).header("Origin", origin).header("Access-Control-Request-Method", method);
    }

    private static Reply forwarded(TestServer server, String protocol) {
        return server.call("GET", "/health/live")
                .header("X-Forwarded-Proto", protocol)
                .send();
    }

    private static void assertReadable(Reply reply) {
        assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo(ALLOWED);
        assertThat(reply.header("Vary")).isEqualTo("Origin");
    }

    private static void assertCommon(Reply reply, String id) {
        assertThat(reply.header("X-Request-Id")).isEqualTo(id);
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(reply.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(reply.header("Content-Security-Policy")).isEqualTo("default-src 'none'; frame-ancestors 'none'");
        assertThat(reply.header("Server")).isNull();
    }
}
