package io.clubroom.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.web.support.Raw;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommonHeadersTest {
    private final TestServer server = TestServer.fresh();

    @ParameterizedTest
    @ValueSource(strings = {"a", "A.b_c-9", "0", "trace-00000000000000000000000000000001"})
    void a_sane_request_id_of_the_client_is_kept(String id) {
        assertThat(health(id).header("X-Request-Id")).isEqualTo(id);
        assertThat(health("x".repeat(128)).header("X-Request-Id")).isEqualTo("x".repeat(128));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "a:b", "\u00e9", "a\"b", "{}", "a,b"})
    void any_other_is_replaced(String id) {
        assertThat(UUID.fromString(health(id).header("X-Request-Id"))).isNotNull();
        assertThat(UUID.fromString(health("x".repeat(129)).header("X-Request-Id")))
                .isNotNull();
    }

    @Test
    void every_request_has_an_id_of_its_own() {
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
    void every_answer_has_the_common_headers(String call) {
        String[] parts = call.split(" ");

        Reply reply =
                server.call(parts[0], parts[1]).header("X-Request-Id", "mine").send();

        assertCommon(reply, "mine");
    }

    @Test
    void also_the_answer_to_a_preflight() {
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
    void also_the_answer_to_what_is_hardly_a_request() {
        String answer = Raw.send(server.address(), "GET / HTTP/1.1\r\nX-Request-Id: mine\r\nBad Name: x\r\n\r\n");

        assertThat(answer).containsIgnoringCase("\r\nX-Request-Id: mine\r\n").containsIgnoringCase("nosniff");
    }

    @Test
    void the_server_does_not_say_what_it_is() {
        assertThat(server.call("GET", "/health").send().header("Server")).isNull();
    }

    @Test
    void a_page_of_an_allowed_origin_reads_the_answers_and_their_headers() {
        Reply reply = server.call("GET", "/api/users")
                .bearer(server.adminToken())
                .header("Origin", "https://club.example")
                .send();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo("https://club.example");
        assertThat(reply.header("Access-Control-Expose-Headers"))
                .contains("X-Request-Id")
                .contains("X-Total-Count")
                .contains("Link");
        assertThat(reply.header("Vary")).isEqualTo("Origin");
    }

    @Test
    void a_page_of_another_origin_reads_nothing() {
        Reply reply = server.call("GET", "/health")
                .header("Origin", "https://other.example")
                .send();
        Reply preflight = server.call("OPTIONS", "/api/users")
                .header("Origin", "https://other.example")
                .header("Access-Control-Request-Method", "POST")
                .send();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Access-Control-Allow-Origin")).isNull();
        assertThat(preflight.status()).isEqualTo(405);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void head_says_what_get_says_without_the_body() {
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

    private static void assertCommon(Reply reply, String id) {
        assertThat(reply.header("X-Request-Id")).isEqualTo(id);
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    }
}
