package io.clubroom.web.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 §13, for a user of version 1. */
class ConditionalTest {
    private final TestServer server = TestServer.fresh();
    private final User client = server.add("client", Role.CLIENT);

    @BeforeEach
    void change() {
        assertThat(send("PUT", null, null).header("ETag")).isEqualTo("\"1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "*", "\"0\", \"1\"", "\"x,y\" ,\t\"1\"", ", \"1\",,", "W/\"0\",\"1\""})
    void changes_the_version_that_the_condition_names(String ifMatch) {
        for (String method : new String[] {"PUT", "PATCH", "DELETE"}) {
            User user = server.add(method, Role.CLIENT);
            send("PUT", user, null, null);

            assertThat(send(method, user, "If-Match", ifMatch).status())
                    .as(method)
                    .isIn(200, 204);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"0\"", "\"2\"", "\"01\"", "\"\"", "W/\"1\"", "\"0\", W/\"1\""})
    void does_not_change_another_version(String ifMatch) {
        for (String method : new String[] {"PUT", "PATCH", "DELETE"}) {
            Reply reply = send(method, client, "If-Match", ifMatch);

            assertThat(reply.status()).as(method).isEqualTo(412);
            assertThat(reply.text("code")).isEqualTo("version_mismatch");
        }
        assertThat(server.stored(client).version()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "\"1", "1\"", "w/\"1\"", "\"1\" \"2\"", "*, \"1\"", "", ",", "\"a\"b", "W/ \"1\"", "\" 1\""
            })
    void rejects_a_malformed_condition(String value) {
        for (String header : new String[] {"If-Match", "If-None-Match"}) {
            for (String method : new String[] {"GET", "PUT", "PATCH", "DELETE"}) {
                Reply reply = send(method, client, header, value);

                assertThat(reply.status()).as(method + " " + header).isEqualTo(400);
                assertThat(reply.wrongFields()).containsExactly(header);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "W/\"1\"", "*", "\"0\", \"1\""})
    void does_not_send_the_version_that_the_client_has(String ifNoneMatch) {
        for (String path : new String[] {"/api/users/" + client.id(), "/api/users/me"}) {
            Reply reply = server.call("GET", path)
                    .bearer(server.token(client))
                    .header("If-None-Match", ifNoneMatch)
                    .send();

            assertThat(reply.status()).isEqualTo(304);
            assertThat(reply.body()).isEmpty();
            assertThat(reply.header("ETag")).isEqualTo("\"1\"");
            assertThat(reply.header("X-Request-Id")).isNotNull();
        }
    }

    @Test
    void sends_a_version_that_the_client_does_not_have() {
        assertThat(send("GET", client, "If-None-Match", "\"0\"").status()).isEqualTo(200);
        assertThat(send("GET", client, "If-None-Match", "W/\"0\", \"2\"").status())
                .isEqualTo(200);
    }

    @Test
    void a_change_can_exclude_versions() {
        assertThat(send("PATCH", client, "If-None-Match", "\"1\"").status()).isEqualTo(412);
        assertThat(send("DELETE", client, "If-None-Match", "*").status()).isEqualTo(412);
        assertThat(send("PATCH", client, "If-None-Match", "\"0\"").status()).isEqualTo(200);
    }

    @Test
    void a_read_can_require_a_version() {
        assertThat(send("GET", client, "If-Match", "\"0\"").status()).isEqualTo(412);
        assertThat(send("GET", client, "If-Match", "\"1\"").status()).isEqualTo(200);
    }

    @Test
    void a_condition_on_a_missing_user_is_404() {
        Reply reply = server.call("DELETE", "/api/users/00000000-0000-0000-0000-000000000000")
                .bearer(server.adminToken())
                .header("If-Match", "\"1\"")
                .send();

        assertThat(reply.status()).isEqualTo(404);
    }

    @Test
    void conditions_in_several_lines_are_one_list() {
        Reply reply = server.call("GET", "/api/users/" + client.id())
                .bearer(server.adminToken())
                .header("If-None-Match", "\"0\"")
                .header("If-None-Match", "\"1\"")
                .send();

        assertThat(reply.status()).isEqualTo(304);
    }

    private Reply send(String method, String header, String value) {
        return send(method, client, header, value);
    }

    private Reply send(String method, User user, String header, String value) {
        var call = server.call(method, "/api/users/" + user.id()).bearer(server.adminToken());
        if (header != null) {
            call.header(header, value);
        }
        if (method.startsWith("P")) {
            call.json("{\"full_name\":\"Some Body\"}");
        }
        return call.send();
    }
}
