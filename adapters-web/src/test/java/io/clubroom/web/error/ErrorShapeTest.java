package io.clubroom.web.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.Unavailable;
import io.clubroom.testkit.Logged;
import io.clubroom.web.support.Raw;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import io.micronaut.json.tree.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All errors have the same format, whether our code or the framework raises them. */
class ErrorShapeTest {
    private final TestServer server = TestServer.fresh();

    @ParameterizedTest
    @CsvSource({
        "GET, /, 404, not_found",
        "GET, /nope, 404, not_found",
        "POST, /api/nope, 404, not_found",
        "GET, /api, 404, not_found",
        "GET, /login, 404, not_found",
        "POST, /login, 404, not_found",
        "GET, /logout, 404, not_found",
        "GET, /token_info, 404, not_found",
        "GET, /keys, 404, not_found",
        "GET, /prometheus, 404, not_found",
        "GET, /api/users/me/more, 404, not_found",
        "DELETE, /api/users, 405, method_not_allowed",
        "PUT, /api/users/role/client, 405, method_not_allowed",
        "GET, /api/auth/login, 405, method_not_allowed",
        "POST, /health, 405, method_not_allowed",
        "BREW, /metrics, 501, not_implemented",
        "OPTIONS, /api/users, 405, method_not_allowed"
    })
    void an_unknown_path(String method, String path, int status, String code) {
        Reply reply = server.call(method, path).send();

        assertShape(reply, status, code);
        assertThat(reply.header("Allow") != null).isEqualTo(status == 405);
    }

    @Test
    void a_wrong_method_lists_the_allowed_ones() {
        assertThat(server.call("DELETE", "/api/users").send().header("Allow").split(","))
                .containsExactlyInAnyOrder("GET", "HEAD", "POST");
        assertThat(server.call("POST", "/api/users/00000000-0000-0000-0000-000000000000")
                        .send()
                        .header("Allow")
                        .split(","))
                .containsExactlyInAnyOrder("GET", "HEAD", "PUT", "PATCH", "DELETE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/xml",
                "multipart/form-data; boundary=x"
            })
    void a_wrong_media_type(String type) {
        Reply reply = server.call("POST", "/api/auth/login").body(type, "{}").send();

        assertShape(reply, 415, "unsupported_media_type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "application/xml",
                "image/*",
                "application/json;q=0",
                "*/*;q=0",
                "application/*;q=0.0",
                "application/json;q=0, */*",
                "application/json; q=0, text/html"
            })
    void a_response_that_the_client_does_not_accept(String accept) {
        Reply reply = server.call("GET", "/api/users/me")
                .bearer(server.adminToken())
                .header("Accept", accept)
                .send();

        assertShape(reply, 406, "not_acceptable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/*",
                "application/json;q=0.5, text/html",
                "application/problem+json",
                "application/json; charset=utf-8",
                ";;;",
                "text/html, */*;q=0.1",
                "text/html;q=0, */*",
                "*/*;q=0, application/json",
                "application/json;q=0.01"
            })
    void a_response_that_the_client_accepts(String accept) {
        Reply reply = server.call("GET", "/api/users/me")
                .bearer(server.adminToken())
                .header("Accept", accept)
                .send();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void a_body_that_is_not_json() {
        for (String body : List.of(
                "{\"a\":", "{'a':1}", "{\"a\":1,}", "nope", " ", "{}{}", "{\"a\":1}x", "{\"a\":NaN}", "\u0000")) {
            assertShape(login(body.getBytes(StandardCharsets.UTF_8)), 400, "malformed_json");
        }
    }

    @Test
    void an_empty_body() {
        assertShape(server.call("POST", "/api/auth/login").send(), 400, "malformed_json");
        assertShape(login(new byte[0]), 400, "malformed_json");
    }

    @Test
    void a_body_that_is_not_an_object() {
        for (String body : List.of("[]", "null", "1", "\"x\"")) {
            assertShape(login(body.getBytes(StandardCharsets.UTF_8)), 400, "invalid_input");
        }
    }

    @Test
    void a_duplicate_field() {
        assertShape(
                login("{\"email\":\"a@b.de\",\"email\":\"c@d.de\",\"password\":\"x\"}"
                        .getBytes(StandardCharsets.UTF_8)),
                400,
                "malformed_json");
    }

    @Test
    void a_body_nested_ten_thousand_levels_deep() {
        int depth = 10_000;

        assertShape(login("[".repeat(depth).getBytes(StandardCharsets.UTF_8)), 400, "malformed_json");
        assertShape(login("{\"a\":".repeat(depth).getBytes(StandardCharsets.UTF_8)), 400, "malformed_json");
        assertShape(
                login(("{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}").getBytes(StandardCharsets.UTF_8)),
                400,
                "malformed_json");
    }

    @Test
    void a_number_of_sixty_thousand_digits() {
        assertShape(
                login(("{\"email\":" + "9".repeat(60_000) + "}").getBytes(StandardCharsets.UTF_8)),
                400,
                "malformed_json");
    }

    @ParameterizedTest
    @CsvSource({"FF", "C080", "C181", "EDA080", "F5808080", "C3"})
    void a_body_that_is_not_utf_8(String hex) {
        byte[] wrong = HexFormat.of().parseHex(hex);
        byte[] start = "{\"email\":\"".getBytes(StandardCharsets.UTF_8);
        byte[] end = "\",\"password\":\"x\"}".getBytes(StandardCharsets.UTF_8);
        byte[] body = Arrays.copyOf(start, start.length + wrong.length + end.length);
        System.arraycopy(wrong, 0, body, start.length, wrong.length);
        System.arraycopy(end, 0, body, start.length + wrong.length, end.length);

        assertShape(login(body), 400, "malformed_json");
        assertShape(login("{}".getBytes(StandardCharsets.UTF_16)), 400, "malformed_json");
    }

    @Test
    void an_error_message_does_not_quote_the_body() {
        Reply reply = login("{\"password\":\"SecurePass123\" oops}".getBytes(StandardCharsets.UTF_8));

        assertShape(reply, 400, "malformed_json");
        assertThat(reply.body()).doesNotContain("SecurePass123").doesNotContain("oops");
        assertThat(reply.text("message")).matches("The body is not valid JSON at line 1, column \\d+");
    }

    @Test
    void a_body_of_64_kibibytes_is_read_and_a_larger_one_is_not() {
        String padding = "x".repeat(65_536 - 8);
        byte[] fits = ("{\"a\":\"" + padding + "\"}").getBytes(StandardCharsets.UTF_8);
        byte[] tooLarge = ("{\"a\":\"x" + padding + "\"}").getBytes(StandardCharsets.UTF_8);

        assertShape(login(fits), 400, "invalid_input");
        assertShape(login(tooLarge), 413, "payload_too_large");
    }

    @Test
    void a_body_of_unknown_length_that_grows_too_large() {
        byte[] body = new byte[3_000_000];
        Arrays.fill(body, (byte) 'x');

        Reply reply = server.call("POST", "/api/auth/login")
                .header("Content-Type", "application/json")
                .body(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .send();

        assertShape(reply, 413, "payload_too_large");
    }

    @ParameterizedTest
    @CsvSource({
        "GET /%zz HTTP/1.1, 400, bad_request",
        "GET /api/users?q=%zz HTTP/1.1, 400, bad_request",
        "GET /[x] HTTP/1.1, 400, bad_request",
        "GET /a b HTTP/1.1, 400, bad_request",
        "NONSENSE, 400, bad_request"
    })
    void an_invalid_request_line(String line, int status, String code) {
        assertRawShape(line + "\r\nHost: x\r\n\r\n", status, code);
    }

    @Test
    void oversized_and_invalid_headers() {
        assertRawShape("GET /" + "a".repeat(9000) + " HTTP/1.1\r\nHost: x\r\n\r\n", 414, "uri_too_long");
        assertRawShape(
                "GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + "a".repeat(9000) + "\r\n\r\n", 431, "headers_too_large");
        assertRawShape("GET / HTTP/1.1\r\nHost: x\r\nBad Name: x\r\n\r\n", 400, "bad_request");
        assertRawShape("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ten\r\n\r\n", 400, "bad_request");
        assertRawShape("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400, "bad_request");
        assertRawShape(
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400, "bad_request");
    }

    @Test
    void an_unexpected_error_reveals_nothing_and_is_logged_once_with_the_request_id() {
        server.users.failWith(() -> new IllegalStateException("secret detail", new RuntimeException("secret cause")));
        try (Logged logged = Logged.everything()) {
            Reply reply = server.call("GET", "/api/users/" + server.admin().id())
                    .bearer(server.adminToken())
                    .header("X-Request-Id", "the-one-that-failed")
                    .send();

            assertShape(reply, 500, "internal_error");
            assertThat(reply.body()).doesNotContain("secret").doesNotContain("Exception");
            assertThat(logged.events()).singleElement().satisfies(event -> {
                assertThat(event.getFormattedMessage())
                        .contains("the-one-that-failed")
                        .contains("GET /api/users/{id}");
                assertThat(event.getMDCPropertyMap()).containsEntry("request_id", "the-one-that-failed");
                assertThat(event.getThrowableProxy().getMessage()).isEqualTo("secret detail");
                assertThat(event.getThrowableProxy().getCause().getMessage()).isEqualTo("secret cause");
            });
        }
    }

    @Test
    void an_error_of_the_jvm_is_an_internal_error() {
        server.users.failWith(() -> {
            throw new StackOverflowError();
        });

        assertShape(me(), 500, "internal_error");
    }

    @Test
    void a_client_that_disconnects_is_not_an_internal_error() throws Exception {
        String path = "/api/auth/login";
        try (Logged logged = Logged.everything()) {
            Raw.abandon(
                    server.address(),
                    "POST " + path
                            + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
            Raw.abandon(
                    server.address(),
                    "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n5\r\n{");
            // Everything they cause is logged before this.
            me();

            assertThat(logged.events())
                    .noneMatch(event -> event.getLoggerName().equals(ExceptionHandlers.class.getName()));
        }
    }

    @Test
    void an_unreachable_database() {
        server.users.failWith(() ->
                new Unavailable(Unavailable.What.DATABASE, Duration.ofMillis(2500), "no connection to 10.0.0.1", null));

        Reply reply = me();

        assertShape(reply, 503, "database_unavailable");
        assertThat(reply.header("Retry-After")).isEqualTo("3");
        assertThat(reply.body()).doesNotContain("10.0.0.1");
        server.users.recover();
        assertThat(me().status()).isEqualTo(200);
    }

    @Test
    void an_overloaded_server() {
        server.users.failWith(
                () -> new Unavailable(Unavailable.What.CAPACITY, Duration.ofSeconds(1), "too many passwords", null));
        assertShape(me(), 503, "overloaded");
        assertThat(me().header("Retry-After")).isEqualTo("1");

        server.users.failWith(RejectedExecutionException::new);
        assertShape(me(), 503, "overloaded");
        assertThat(me().header("Retry-After")).isEqualTo("1");
    }

    @Test
    void a_method_that_cors_does_not_allow() {
        Reply reply = server.call("BREW", "/api/users")
                .header("Origin", "https://club.example")
                .send();

        assertShape(reply, 403, "forbidden");
    }

    @Test
    void a_preflight_request_for_an_unknown_path() {
        Reply reply = server.call("OPTIONS", "/api/users")
                .header("Origin", "https://club.example")
                .header("Access-Control-Request-Method", "PATCH")
                .send();

        assertShape(reply, 403, "forbidden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/problem+json",
                "application/problem+json, application/json",
                "application/json;q=0.9, application/problem+json",
                "text/html, application/problem+json;q=0.1"
            })
    void a_client_that_prefers_problems_gets_one(String accept) {
        Reply reply = server.call("POST", "/api/users")
                .header("Accept", accept)
                .header("X-Request-Id", "problem-1")
                .json("{\"username\":\"x\",\"email\":\"y\",\"password\":\"SecurePass123\",\"full_name\":\"X Y\"}")
                .send();

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.text("type")).isEqualTo("urn:clubroom:error:invalid_input");
        assertThat(reply.text("title")).isEqualTo(ErrorCode.INVALID_INPUT.description());
        assertThat(reply.text("status")).isEqualTo("400");
        assertThat(reply.text("detail")).startsWith("username must be");
        assertThat(reply.text("instance")).isEqualTo("/api/users");
        assertThat(reply.text("code")).isEqualTo("invalid_input");
        assertThat(reply.text("request_id")).isEqualTo("problem-1");
        assertThat(reply.wrongFields()).containsExactly("username", "email");
        assertThat(reply.json().get("error")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /nope", "DELETE /api/users", "GET /api/users/me", "POST /api/auth/login"})
    void errors_of_the_framework_are_problems_too(String call) {
        String[] parts = call.split(" ");
        Reply reply = server.call(parts[0], parts[1])
                .header("Accept", "application/problem+json")
                .send();

        assertThat(reply.status()).isGreaterThanOrEqualTo(400);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.text("instance")).isEqualTo(parts[1]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "*/*",
                "application/json, application/problem+json;q=0.5",
                "application/problem+json;q=0, */*"
            })
    void a_client_that_does_not_prefer_problems_gets_none(String accept) {
        Reply reply = server.call("GET", "/nope").header("Accept", accept).send();

        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void every_code_has_a_description() {
        assertThat(ErrorCode.values()).allSatisfy(code -> {
            assertThat(code.text()).matches("[a-z_]+");
            assertThat(code.description()).endsWith(".");
            assertThat(code.status()).isBetween(400, 599);
        });
    }

    private Reply me() {
        return server.call("GET", "/api/users/me").bearer(server.adminToken()).send();
    }

    private Reply login(byte[] body) {
        return server.call("POST", "/api/auth/login")
                .body("application/json", body)
                .send();
    }

    private static void assertShape(Reply reply, int status, String code) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        JsonNode json = reply.json();
        assertThat(json.get("error").getBooleanValue()).isTrue();
        assertThat(json.get("status").getIntValue()).isEqualTo(status);
        assertThat(json.get("code").getStringValue()).isEqualTo(code);
        assertThat(json.get("message").getStringValue()).isNotBlank();
        assertThat(json.get("request_id").getStringValue()).isEqualTo(reply.header("X-Request-Id"));
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    }

    private void assertRawShape(String request, int status, String code) {
        String answer = Raw.send(server.address(), request);

        assertThat(answer)
                .startsWith("HTTP/1.")
                .contains(" " + status + " ")
                .contains("\"status\":" + status + ",\"code\":\"" + code + "\"")
                .containsIgnoringCase("\r\nX-Request-Id: ")
                .containsIgnoringCase("\r\ncontent-type: application/json\r\n");
    }
}
