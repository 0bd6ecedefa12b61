package io.clubroom.web.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.web.support.Raw;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What RFC 9110 and RFC 9112 demand of a server beyond the framing of messages. */
class RequestRulesTest {
    private static final String ALLOWED = "https://club.example";

    private final TestServer server = TestServer.fresh();

    private String send(String request) {
        return Raw.send(server.address(), request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Host: a\r\nHost: b\r\n",
                "Host: a\r\nHost: a\r\n",
                "Host:\r\n",
                "Host: a b\r\n",
                "Host: a/b\r\n",
                "Host: user@a\r\n",
                "Host: a:b\r\n",
                "Host: a:123456\r\n",
                "Host: a,b c\r\n",
                "Host: [::1\r\n",
                "Host: http://a\r\n"
            })
    void a_missing_second_or_malformed_host_is_refused(String host) {
        assertThat(send("GET /health/live HTTP/1.1\r\n" + host + "\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .containsIgnoringCase("\r\nconnection: close\r\n")
                .contains("\"code\":\"bad_request\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.example:80", "127.0.0.1:8080", "[::1]", "[::1]:8080", "my_host", "a:"})
    void a_valid_host_is_accepted(String host) {
        assertThat(send("GET /health/live HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @CsvSource({
        "http://club.example/health/live, 200",
        "HTTP://club.example:80/health/live?x=y, 200",
        "https://[::1]/health/live, 200",
        "http://club.example, 404",
        "http://club.example?x, 404",
        "http:///health/live, 400",
        "http://user@club.example/health/live, 400",
        "ftp://club.example/health/live, 400",
        "health/live, 400",
        "*, 400"
    })
    void an_absolute_target_is_read(String target, int status) {
        assertThat(send("GET " + target + " HTTP/1.1\r\nHost: other.example\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/liv%65", "/%68ealth/live", "/health%2Flive/../live", "/%68%65%61%6C%74%68/live"})
    void percent_encoded_letters_are_the_letters(String path) {
        int status = path.contains("%2F") ? 404 : 200;

        assertThat(send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void a_semicolon_does_not_separate_parameters() {
        Reply reply = server.call("GET", "/api/users?q=a;limit=0")
                .bearer(server.adminToken())
                .send();

        assertThat(reply.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept-Language: ;",
                "Accept-Language: ,,,",
                "Accept-Language: x;q=y",
                "Accept-Language: -",
                "Accept-Charset: ;",
                "Accept-Charset: nope",
                "Accept-Charset: utf-8;q=x",
                "Accept: ;",
                "Accept: /",
                "Accept: a/b;q=x",
                "Accept-Encoding: ;;",
                "Cookie: ;",
                "Range: bytes=x",
                "Authorization: ;",
                "Origin: ;",
                "Content-Language: ;",
                "Expect: nothing",
                "If-Modified-Since: never",
                "Traceparent: ;",
                "Forwarded: ;",
                "X-Forwarded-For: ;",
                "X-Forwarded-Host: ;",
                "X-Forwarded-Port: x",
                "X-HTTP-Method-Override: ;"
            })
    void odd_headers_are_no_server_error(String header) {
        for (String request : new String[] {
            "GET /health/live HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n",
            "GET /nope HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n",
            "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
                    + header + "\r\n\r\n{}"
        }) {
            assertThat(send(request)).as(request).matches("(?s)HTTP/1\\.1 [24]\\d\\d .*");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "snappy", "x-gzip", "identity, gzip", "nonsense", ""})
    void an_encoded_body_is_refused(String encoding) {
        Reply reply = server.call("POST", "/api/auth/login")
                .header("Content-Encoding", encoding)
                .json("{}")
                .send();

        assertThat(reply.status()).isEqualTo(415);
        assertThat(reply.text("code")).isEqualTo("unsupported_media_type");
        assertThat(reply.header("Accept-Encoding")).isEqualTo("identity");
    }

    @Test
    void the_identity_encoding_is_none() {
        Reply reply = server.call("POST", "/api/auth/login")
                .header("Content-Encoding", "Identity")
                .json("{}")
                .send();

        assertThat(reply.text("code")).isEqualTo("invalid_input");
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "/", "application/", "application/json, text/plain", "json", ";"})
    void a_malformed_media_type_is_refused(String type) {
        assertThat(send("POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: " + type
                        + "\r\nContent-Length: 2\r\n\r\n{}"))
                .startsWith("HTTP/1.1 415 ");
    }

    @ParameterizedTest
    @CsvSource({
        "BREW, /metrics",
        "BREW, /nope",
        "get, /health/live",
        "PROPFIND, /api/users",
        "CONNECT, club.example:443"
    })
    void an_unknown_method_is_not_implemented(String method, String target) {
        assertThat(send(method + " " + target + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 501 ")
                .contains("\"code\":\"not_implemented\"");
    }

    @Test
    void a_body_is_refused_before_the_client_sends_it() {
        String answer = Raw.sendUntilClosed(
                server.address(),
                "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Expect: 100-continue\r\nContent-Length: 65537\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void a_client_is_told_to_send_an_acceptable_body() {
        String answer = send("POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Expect: 100-continue\r\nContent-Length: 65536\r\n\r\n");

        assertThat(answer).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /%zz HTTP/1.1\r\nHost: x\r\n",
                "GET /api/users?q=%zz HTTP/1.1\r\nHost: x\r\n",
                "GET /nope HTTP/1.1\r\nHost: x\r\nHost: y\r\n",
                "GET /nope HTTP/2.0\r\nHost: x\r\n",
                "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n",
                "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: nonsense\r\n",
                "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Encoding: gzip\r\n"
            })
    void pages_of_an_allowed_origin_can_read_every_refusal(String head) {
        assertReadable(send(head + "Origin: " + ALLOWED + "\r\n\r\n"));
    }

    @Test
    void pages_of_an_allowed_origin_can_read_that_a_head_is_too_large() {
        String origin = "Host: x\r\nOrigin: " + ALLOWED + "\r\n";

        assertReadable(send("GET /" + "a".repeat(9_000) + " HTTP/1.1\r\n" + origin + "\r\n"));
        assertReadable(send("GET /" + "a".repeat(60_000) + " HTTP/1.1\r\n" + origin + "\r\n"));
        assertReadable(send("GET / HTTP/1.1\r\n" + origin + "X-Long: " + "a".repeat(9_000) + "\r\n\r\n"));
        assertReadable(send("GET / HTTP/1.1\r\n" + origin + "A: b\r\n".repeat(101) + "\r\n"));
    }

    private static void assertReadable(String answer) {
        assertThat(answer)
                .matches("(?s)HTTP/1\\.1 (4|5)\\d\\d .*")
                .containsIgnoringCase("\r\naccess-control-allow-origin: " + ALLOWED + "\r\n")
                .containsIgnoringCase("\r\nvary: origin\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "NONSENSE\r\n\r\n",
                "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /nope HTTP/1.1\r\nHost: x\r\n\r\n",
                "HEAD /health/live HTTP/1.1\r\nHost: x\r\n\r\n",
                "OPTIONS /api/users HTTP/1.1\r\nHost: x\r\n\r\n"
            })
    void every_response_has_a_date_and_varies_by_origin(String request) {
        assertThat(Raw.sendUntilClosed(server.address(), request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")))
                .containsPattern("(?i)\r\ndate: \\w{3}, \\d{2} \\w{3} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT\r\n")
                .containsIgnoringCase("\r\nvary: origin\r\n");
    }

    @Test
    void a_preflight_without_headers_is_answered() {
        Reply preflight = server.call("OPTIONS", "/api/users")
                .header("Origin", ALLOWED)
                .header("Access-Control-Request-Method", "POST")
                .send();

        assertThat(preflight.status()).isEqualTo(200);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo(ALLOWED);
        assertThat(preflight.header("Access-Control-Allow-Methods")).isEqualTo("POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/users/me", "/api/users?limit=1", "/health/live", "/metrics", "/nope", "/openapi.json"})
    void head_has_the_content_length_of_get(String path) {
        Reply get = server.call("GET", path).bearer(server.adminToken()).send();
        Reply head = server.call("HEAD", path).bearer(server.adminToken()).send();

        assertThat(head.status()).isEqualTo(get.status());
        assertThat(head.body()).isEmpty();
        if (!path.equals("/metrics")) {
            assertThat(head.header("Content-Length"))
                    .isEqualTo(Integer.toString(get.body().getBytes(StandardCharsets.UTF_8).length));
        }
        assertThat(head.header("Content-Length")).isNotNull();
    }

    @Test
    void allow_lists_what_the_path_itself_supports() {
        Reply reply = server.call("DELETE", "/api/users/me")
                .bearer(server.adminToken())
                .send();

        assertThat(reply.status()).isEqualTo(405);
        assertThat(String.valueOf(reply.header("Allow")).split(",\\s*")).containsExactlyInAnyOrder("GET", "HEAD");
    }
}
