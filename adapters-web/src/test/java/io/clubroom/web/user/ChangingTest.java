package io.clubroom.web.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.user.EmailNotices;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.web.support.Call;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangingTest {
    private final TestServer server = TestServer.fresh();
    private final User client = server.add("client", Role.CLIENT);

    @Test
    void put_changes_only_fields_that_are_present_and_not_null() {
        server.clock.advance(Duration.ofMinutes(1));

        Reply reply = put(client, server.token(client), "{\"phone_number\":\"+1 987 654 321\",\"email\":null}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("phone_number")).isEqualTo("+1 987 654 321");
        assertThat(reply.text("email")).isEqualTo("client@example.com");
        assertThat(reply.text("username")).isEqualTo("client");
        assertThat(reply.text("updated_at")).isEqualTo("2026-03-01T12:01:00.123456Z");
        assertThat(reply.text("created_at")).isEqualTo("2026-03-01T12:00:00.123456Z");
        assertThat(reply.header("ETag")).isEqualTo("\"1\"");
    }

    @Test
    void put_of_all_fields_changes_all_fields() {
        Reply reply = put(client, server.adminToken(), """
            {"username":"renamed","email":"new.email@example.com","full_name":"Re Named","role":"trainer",
             "active":false,"phone_number":"+1 987 654 321","password":"NewSecurePass456"}\
            """);

        assertThat(reply.status()).isEqualTo(200);
        User stored = server.stored(client);
        assertThat(stored.username().value()).isEqualTo("renamed");
        assertThat(stored.email().value()).isEqualTo("new.email@example.com");
        assertThat(stored.fullName().value()).isEqualTo("Re Named");
        assertThat(stored.role()).isEqualTo(Role.TRAINER);
        assertThat(stored.active()).isFalse();
        assertThat(stored.passwordHash()).isNotEqualTo(client.passwordHash());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH"})
    void users_change_their_settings_themselves(String method) {
        Reply reply = change(method, client, server.token(client), """
            {"announcements":false,"read_receipts":false,"email_notices":"off"}\
            """).send();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body())
                .contains("\"announcements\":false", "\"read_receipts\":false", "\"email_notices\":\"off\"");
        User stored = server.stored(client);
        assertThat(stored.announcements()).isFalse();
        assertThat(stored.readReceipts()).isFalse();
        assertThat(stored.emailNotices()).isEqualTo(EmailNotices.OFF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH"})
    void an_empty_object_changes_nothing(String method) {
        Reply reply = change(method, client, server.token(client), "{}").send();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("ETag")).isEqualTo("\"0\"");
        assertThat(server.stored(client)).isEqualTo(client);
    }

    @Test
    void put_of_null_keeps_the_phone_number() {
        put(client, server.token(client), "{\"phone_number\":\"+1 987 654 321\"}");

        Reply reply = put(client, server.token(client), "{\"phone_number\":null}");

        assertThat(reply.text("phone_number")).isEqualTo("+1 987 654 321");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/merge-patch+json", "application/json", "application/merge-patch+json; charset=utf-8"
            })
    void patch_of_null_clears_the_phone_number(String contentType) {
        put(client, server.token(client), "{\"phone_number\":\"+1 987 654 321\"}");

        Reply reply = server.call("PATCH", "/api/users/" + client.id())
                .bearer(server.token(client))
                .body(contentType, "{\"phone_number\":null}")
                .send();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).contains("\"phone_number\":null");
        assertThat(reply.header("ETag")).isEqualTo("\"2\"");
    }

    @Test
    void patch_of_null_names_every_field_that_cannot_be_removed() {
        Reply reply = patch(client, server.adminToken(), """
            {"username":null,"email":null,"password":null,"full_name":null,"role":null,"active":null,
             "phone_number":null,"unknown":null}\
            """);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.wrongFields()).containsExactly("username", "email", "password", "full_name", "role", "active");
        assertThat(server.stored(client)).isEqualTo(client);
    }

    @Test
    void a_media_type_other_than_json_is_not_supported() {
        Reply reply = server.call("PATCH", "/api/users/" + client.id())
                .bearer(server.token(client))
                .body("application/json-patch+json", "[]")
                .send();

        assertThat(reply.status()).isEqualTo(415);
        assertThat(reply.text("code")).isEqualTo("unsupported_media_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "1", "\"text\"", "true"})
    void rejects_a_body_that_is_not_an_object(String json) {
        for (String method : new String[] {"PUT", "PATCH"}) {
            Reply reply = change(method, client, server.token(client), json).send();

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text("code")).isEqualTo("invalid_input");
        }
    }

    @ParameterizedTest
    @CsvSource({"role, \"trainer\"", "active, false", "active, true", "role, \"client\""})
    void only_administrators_change_role_and_activity(String field, String value) {
        String json = "{\"" + field + "\":" + value + "}";

        for (String method : new String[] {"PUT", "PATCH"}) {
            Reply reply = change(method, client, server.token(client), json).send();
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.text("code")).isEqualTo("forbidden");
        }
        assertThat(put(client, server.adminToken(), json).status()).isEqualTo(200);
    }

    @Test
    void another_user_is_forbidden_whether_it_exists_or_not() {
        String json = "{\"full_name\":\"Hacked\"}";

        assertThat(put(server.admin(), server.token(client), json).status()).isEqualTo(403);
        assertThat(patch(server.admin(), server.token(client), json).status()).isEqualTo(403);
        assertThat(server.call("PUT", "/api/users/" + UUID.randomUUID())
                        .bearer(server.token(client))
                        .json(json)
                        .send()
                        .status())
                .isEqualTo(403);
        assertThat(server.stored(server.admin())).isEqualTo(server.admin());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"email\":\"no address\"}",
                "{\"username\":1,\"role\":\"king\"}",
                "{\"username\":null}",
                "{",
                "[]",
                "{\"role\":\"admin\"}"
            })
    void another_user_is_forbidden_whatever_is_wrong_with_the_body(String body) {
        for (String method : new String[] {"PUT", "PATCH"}) {
            for (UUID id : new UUID[] {server.admin().id().value(), UUID.randomUUID()}) {
                Reply reply = server.call(method, "/api/users/" + id)
                        .bearer(server.token(client))
                        .header("If-Match", "no tag")
                        .json(body)
                        .send();
                assertThat(reply.status()).isEqualTo(403);
                assertThat(reply.text("code")).isEqualTo("forbidden");
            }
        }
        assertThat(server.stored(server.admin())).isEqualTo(server.admin());
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /api/users/00000000-0000-0000-0000-000000000001",
        "PATCH, /api/users/00000000-0000-0000-0000-000000000001",
        "POST, /api/chat/rooms",
        "PUT, /api/log-levels/root"
    })
    void what_is_for_others_is_forbidden_even_without_a_body(String method, String path) {
        Call call = server.call(method, path).bearer(server.token(client));
        assertThat(call.send().status()).isEqualTo(403);
        assertThat(call.json("").send().status()).isEqualTo(403);

        Reply allowed = server.call(method, path).bearer(server.adminToken()).send();
        assertThat(allowed.status()).isEqualTo(400);
        assertThat(allowed.text("code")).isEqualTo("malformed_json");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/users?limit=0",
        "GET, /api/users?cursor=none",
        "GET, /api/users?sort=password",
        "GET, /api/users?active=perhaps",
        "GET, /api/users/role/king",
        "GET, /api/users/role/admin?limit=x",
        "GET, /api/users/00000000-0000-0000-0000-000000000001",
        "DELETE, /api/users/00000000-0000-0000-0000-000000000001",
        "POST, /api/chat/rooms"
    })
    void what_is_for_others_is_forbidden_whatever_is_wrong_with_the_request(String method, String path) {
        Reply reply = server.call(method, path)
                .bearer(server.token(client))
                .header("If-Match", "no tag")
                .header("If-None-Match", "no tag")
                .json("{\"id\":1}")
                .send();

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.text("code")).isEqualTo("forbidden");
    }

    @Test
    void a_user_that_does_not_exist_cannot_be_changed() {
        Reply reply = server.call("PUT", "/api/users/" + UUID.randomUUID())
                .bearer(server.adminToken())
                .json("{}")
                .send();

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text("code")).isEqualTo("user_not_found");
    }

    @Test
    void all_faults_of_a_request_are_reported_together() {
        Reply reply = server.call("PATCH", "/api/users/no-uuid")
                .bearer(server.adminToken())
                .header("If-Match", "unquoted")
                .json("""
                    {"email":null,"username":1,"full_name":"x","phone_number":true,"role":[],"active":"yes",
                     "password":"short","current_password":1}\
                    """)
                .send();

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.wrongFields())
                .containsExactly(
                        "email",
                        "id",
                        "If-Match",
                        "username",
                        "full_name",
                        "phone_number",
                        "role",
                        "active",
                        "password",
                        "current_password");
    }

    @Test
    void activity_is_true_or_false_only() {
        for (String json : new String[] {"\"true\"", "1", "0", "[]"}) {
            Reply reply = put(client, server.adminToken(), "{\"active\":" + json + "}");

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text("message")).isEqualTo("active must be true or false");
        }
    }

    @Test
    void rejects_a_taken_name_but_not_the_own_name_in_another_case() {
        assertThat(put(client, server.token(client), "{\"username\":\"ADMIN\"}").text("code"))
                .isEqualTo("username_taken");
        assertThat(put(client, server.token(client), "{\"email\":\"Admin@example.com\"}")
                        .text("code"))
                .isEqualTo("email_taken");
        assertThat(put(client, server.token(client), "{\"username\":\"CLIENT\"}")
                        .text("username"))
                .isEqualTo("CLIENT");
    }

    @Test
    void the_last_administrator_stays() {
        User admin = server.admin();
        for (String json : new String[] {"{\"role\":\"client\"}", "{\"active\":false}"}) {
            Reply reply = patch(admin, server.adminToken(), json);

            assertThat(reply.status()).isEqualTo(409);
            assertThat(reply.text("code")).isEqualTo("last_admin");
        }
        Reply reply = server.call("DELETE", "/api/users/" + admin.id())
                .bearer(server.adminToken())
                .send();
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.text("code")).isEqualTo("last_admin");
        assertThat(server.stored(admin)).isEqualTo(admin);
    }

    @Test
    void an_administrator_who_is_not_the_last_can_be_deleted() {
        server.add("second", Role.ADMIN);

        assertThat(patch(server.admin(), server.adminToken(), "{\"role\":\"client\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void only_administrators_delete_users_and_only_once() {
        String path = "/api/users/" + client.id();

        assertThat(server.call("DELETE", path)
                        .bearer(server.token(client))
                        .send()
                        .status())
                .isEqualTo(403);
        Reply first = server.call("DELETE", path).bearer(server.adminToken()).send();
        Reply second = server.call("DELETE", path).bearer(server.adminToken()).send();

        assertThat(first.status()).isEqualTo(204);
        assertThat(first.body()).isEmpty();
        assertThat(second.status()).isEqualTo(404);
        assertThat(second.text("code")).isEqualTo("user_not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"active\":false}", "{\"role\":\"client\"}", "{\"password\":\"NewSecurePass456\"}"})
    void deactivation_demotion_and_a_new_password_revoke_tokens_at_once(String json) {
        User trainer = server.add("trainer", Role.TRAINER);
        String token = server.token(trainer);
        assertThat(me(token).status()).isEqualTo(200);

        assertThat(put(trainer, server.adminToken(), json).status()).isEqualTo(200);

        assertThat(me(token).status()).isEqualTo(401);
        assertThat(me(token).text("code")).isEqualTo("invalid_token");
        assertThat(me(server.token(server.stored(trainer))).status()).isEqualTo(200);
    }

    @Test
    void deletion_revokes_tokens_at_once() {
        String token = server.token(client);
        server.call("DELETE", "/api/users/" + client.id())
                .bearer(server.adminToken())
                .send();

        assertThat(server.call("PUT", "/api/users/" + client.id())
                        .bearer(token)
                        .json("{}")
                        .send()
                        .status())
                .isEqualTo(401);
    }

    @Test
    void other_changes_keep_tokens_valid() {
        String token = server.token(client);

        assertThat(put(client, token, "{\"full_name\":\"Some Body\"}").status()).isEqualTo(200);
        assertThat(put(client, server.adminToken(), "{\"role\":\"trainer\"}").status())
                .isEqualTo(200);
        assertThat(me(token).status()).isEqualTo(200);
    }

    private Reply me(String token) {
        return server.call("GET", "/api/users/me").bearer(token).send();
    }

    private Reply put(User user, String token, String json) {
        return change("PUT", user, token, json).send();
    }

    private Reply patch(User user, String token, String json) {
        return change("PATCH", user, token, json).send();
    }

    private Call change(String method, User user, String token, String json) {
        return server.call(method, "/api/users/" + user.id()).bearer(token).json(json);
    }
}
