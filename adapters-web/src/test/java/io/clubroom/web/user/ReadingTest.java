package io.clubroom.web.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingTest {
    private final TestServer server = TestServer.fresh();
    private final User client = server.add("client", Role.CLIENT);
    private final User other = server.add("other", Role.TRAINER);

    @Test
    void users_read_themselves() {
        Reply reply = server.call("GET", "/api/users/" + client.id())
                .bearer(server.token(client))
                .send();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("username")).isEqualTo("client");
        assertThat(reply.header("ETag")).isEqualTo("\"0\"");
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void administrators_read_any_user() {
        Reply reply = get("/api/users/" + client.id(), server.adminToken());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("id")).isEqualTo(client.id().toString());
    }

    @Test
    void another_user_is_forbidden_whether_it_exists_or_not() {
        Reply exists = get("/api/users/" + other.id(), server.token(client));
        Reply absent = get("/api/users/" + UUID.randomUUID(), server.token(client));

        assertThat(exists.status()).isEqualTo(403);
        assertThat(absent.status()).isEqualTo(403);
        assertThat(exists.text("code")).isEqualTo("forbidden");
        assertThat(exists.text("message")).isEqualTo(absent.text("message"));
    }

    @Test
    void a_user_that_does_not_exist_is_404() {
        Reply reply = get("/api/users/" + UUID.randomUUID(), server.adminToken());

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text("code")).isEqualTo("user_not_found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "not-a-uuid", "1-1-1-1-1", "%00", "%FF", "%C3%A9", "00000000-0000-0000-0000-00000000000g"})
    void rejects_an_id_that_is_not_a_uuid(String id) {
        for (String method : new String[] {"GET", "DELETE"}) {
            Reply reply = server.call(method, "/api/users/" + id)
                    .bearer(server.adminToken())
                    .send();

            assertThat(reply.status()).as(method + " " + id).isEqualTo(400);
            assertThat(reply.wrongFields()).containsExactly("id");
        }
    }

    @Test
    void an_id_may_be_in_upper_case() {
        Reply reply = get("/api/users/" + client.id().toString().toUpperCase(Locale.ROOT), server.adminToken());

        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void me_is_the_caller() {
        Reply reply = get("/api/users/me", server.token(client));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("id")).isEqualTo(client.id().toString());
        assertThat(reply.header("ETag")).isEqualTo("\"0\"");
    }

    @Test
    void me_of_a_deleted_user_is_an_invalid_token() {
        String token = server.token(client);
        server.removeQuietly(client);

        Reply reply = get("/api/users/me", token);

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.text("code")).isEqualTo("invalid_token");
        assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer error=\"invalid_token\"");
    }

    @Test
    void statistics_count_every_role_and_the_recently_registered() {
        server.clock.advance(Duration.ofDays(2));
        server.add("new", Role.TRAINER);

        Reply reply = get("/api/users/statistics", server.adminToken());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("""
            {"roles":[{"role":"admin","count":1},{"role":"trainer","count":2},{"role":"client","count":1}],\
            "inactive_count":0,"total_count":4,\
            "registration_stats":{"last_24h":1,"last_7d":4,"last_30d":4}}\
            """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/users?limit=0",
                "GET /api/users?cursor=nonsense&sort=nonsense",
                "GET /api/users?role=nonsense&active=nonsense",
                "GET /api/users/role/nonsense",
                "GET /api/users/role/client?limit=nonsense",
                "GET /api/users/{admin}",
                "DELETE /api/users/{admin}",
                "POST /api/chat/rooms",
                "PUT /api/log-levels/root",
                "DELETE /api/log-levels/%20"
            })
    void what_a_user_may_not_do_is_forbidden_whatever_the_request_says(String call) {
        String[] parts = call.replace("{admin}", server.admin().id().toString()).split(" ");

        Reply reply = server.call(parts[0], parts[1])
                .bearer(server.token(client))
                .header("If-Match", "nonsense")
                .header("If-None-Match", "nonsense")
                .json(parts[0].equals("GET") || parts[0].equals("DELETE") ? "" : "{\"id\":1,\"level\":2}")
                .send();

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.text("code")).isEqualTo("forbidden");
    }

    @Test
    void only_administrators_read_statistics_and_lists() {
        for (String path : new String[] {"/api/users/statistics", "/api/users", "/api/users/role/client"}) {
            assertThat(get(path, server.token(client)).status()).as(path).isEqualTo(403);
            assertThat(server.call("GET", path).send().status()).as(path).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/users",
                "GET /api/users/role/client",
                "GET /api/users/statistics",
                "GET /api/users/me",
                "GET /api/users/00000000-0000-0000-0000-000000000000",
                "GET /api/users/no-uuid",
                "PUT /api/users/00000000-0000-0000-0000-000000000000",
                "PATCH /api/users/00000000-0000-0000-0000-000000000000",
                "DELETE /api/users/00000000-0000-0000-0000-000000000000"
            })
    void without_a_token_the_response_only_asks_for_one(String call) {
        String[] parts = call.split(" ");

        Reply reply = server.call(parts[0], parts[1]).json("{broken").send();

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.text("code")).isEqualTo("authentication_required");
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    private Reply get(String path, String token) {
        return server.call("GET", path).bearer(token).send();
    }
}
