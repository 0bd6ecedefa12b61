package io.clubroom.web.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationTest {
    private final TestServer server = TestServer.fresh();

    @Test
    void anyone_registers_a_client_and_gets_the_user_without_the_password() {
        Reply reply = register("""
            {"username":"jsmith","email":"john.smith@example.com","password":"SecurePass123",
             "full_name":"John Smith","phone_number":"+1 234 567 890","role":"client"}\
            """);

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.header("Location")).isEqualTo("/api/users/" + reply.text("id"));
        assertThat(reply.header("ETag")).isEqualTo("\"0\"");
        assertThat(reply.body()).isEqualTo("""
            {"id":"%s","username":"jsmith","email":"john.smith@example.com","full_name":"John Smith",\
            "phone_number":"+1 234 567 890","role":"client","active":true,"email_verified":false,"announcements":true,\
            "read_receipts":true,"email_notices":"direct_and_mentions","avatar_url":null,\
            "created_at":"2026-03-01T12:00:00.123456Z","updated_at":"2026-03-01T12:00:00.123456Z"}\
            """.formatted(reply.text("id")));
    }

    @Test
    void without_a_role_and_a_phone_number_the_user_is_a_client_without_one() {
        Reply reply = register(user("username", "plain"));

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.text("role")).isEqualTo("client");
        assertThat(reply.body()).contains("\"phone_number\":null");
    }

    @Test
    void null_in_an_optional_field_is_like_no_field() {
        Reply reply = register("""
            {"username":"nully","email":"nully@example.com","password":"SecurePass123","full_name":"Nully",
             "phone_number":null,"role":null}\
            """);

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.text("role")).isEqualTo("client");
    }

    @Test
    void anyone_registers_a_trainer() {
        assertThat(register(user("role", "trainer")).text("role")).isEqualTo("trainer");
    }

    @Test
    void ignores_unknown_fields_and_those_that_only_the_server_sets() {
        Reply reply = register("""
            {"username":"extra","email":"extra@example.com","password":"SecurePass123","full_name":"Extra",
             "id":"00000000-0000-0000-0000-000000000000","active":false,"nested":{"a":[1,2.5e3,null]},"version":7}\
            """);

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.text("active")).isEqualTo("true");
        assertThat(reply.text("id")).isNotEqualTo("00000000-0000-0000-0000-000000000000");
    }

    @Test
    void only_administrators_register_administrators() {
        String body = user("role", "admin");
        User trainer = server.add("trainer", Role.TRAINER);

        assertThat(register(body).status()).isEqualTo(403);
        assertThat(register(body).text("code")).isEqualTo("forbidden");
        assertThat(server.call("POST", "/api/users")
                        .bearer("forged")
                        .json(body)
                        .send()
                        .status())
                .isEqualTo(403);
        assertThat(server.call("POST", "/api/users")
                        .bearer(server.token(trainer))
                        .json(body)
                        .send()
                        .status())
                .isEqualTo(403);
        Reply reply = server.call("POST", "/api/users")
                .bearer(server.adminToken())
                .json(body)
                .send();
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.text("role")).isEqualTo("admin");
    }

    @Test
    void an_invalid_token_does_not_matter_to_a_public_operation() {
        Reply reply = server.call("POST", "/api/users")
                .bearer("forged")
                .json(user("username", "anyone"))
                .send();

        assertThat(reply.status()).isEqualTo(201);
    }

    @Test
    void a_username_is_taken_regardless_of_case() {
        register(user("username", "Taken"));

        Reply reply = register("""
            {"username":"tAKEN","email":"other@example.com","password":"SecurePass123","full_name":"Other"}\
            """);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("username_taken");
        assertThat(reply.text("message")).isEqualTo("User with this username already exists");
        assertThat(reply.wrongFields()).containsExactly("username");
    }

    @Test
    void an_email_address_is_taken_regardless_of_case() {
        register(user("email", "Taken@Example.com"));

        Reply reply = register("""
            {"username":"other","email":"taken@example.COM","password":"SecurePass123","full_name":"Other"}\
            """);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("email_taken");
        assertThat(reply.text("message")).isEqualTo("User with this email already exists");
        assertThat(reply.wrongFields()).containsExactly("email");
    }

    @Test
    void reports_both_if_both_are_taken() {
        register(user("username", "both"));

        Reply reply = register(user("username", "both"));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("username_taken");
        assertThat(reply.wrongFields()).containsExactly("username", "email");
    }

    @ParameterizedTest
    @ValueSource(strings = {"username", "email", "password", "full_name"})
    void names_a_required_field_that_is_missing_or_null(String field) {
        String complete = user("username", "missing");

        Reply missing = register(complete.replace("\"" + field + "\"", "\"other\""));
        Reply isNull = register(complete.replaceAll("\"" + field + "\":\"[^\"]*\"", "\"" + field + "\":null"));

        assertThat(missing.status()).isEqualTo(400);
        assertThat(missing.wrongFields()).containsExactly(field);
        assertThat(missing.text("message")).isEqualTo(field + " is required");
        assertThat(isNull.status()).isEqualTo(400);
        assertThat(isNull.wrongFields()).containsExactly(field);
    }

    @ParameterizedTest
    @CsvSource({
        "username, 1",
        "username, true",
        "email, [\"a@b.de\"]",
        "email, {}",
        "password, 12345678",
        "full_name, false",
        "phone_number, 123456",
        "role, 1"
    })
    void names_a_field_of_the_wrong_type(String field, String json) {
        Reply reply = register("""
            {"username":"typed","email":"typed@example.com","password":"SecurePass123","full_name":"Typed",
             "phone_number":"+1 234 567","role":"client"}\
            """.replaceAll("\"" + field + "\":\"[^\"]*\"", "\"" + field + "\":" + json));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("invalid_input");
        assertThat(reply.text("message")).isEqualTo(field + " must be a string");
        assertThat(reply.wrongFields()).containsExactly(field);
    }

    @ParameterizedTest
    @CsvSource({
        "username, ab",
        "username, a b c",
        "username, jos\\u00e9",
        "username, nul\\u0000",
        "email, nobody",
        "email, a@b@c",
        "email, \\ud83d@example.com",
        "password, short1A",
        "password, nodigitsHere",
        "password, noupper123",
        "password, NOLOWER123",
        "password, half\\ud83dPair123",
        "full_name, x",
        "full_name, tab\\there",
        "full_name, nul\\u0000",
        "phone_number, 12345",
        "phone_number, 12345x",
        "phone_number, ''",
        "role, boss",
        "role, ''"
    })
    void names_a_field_with_an_invalid_value(String field, String value) {
        Reply reply = register("""
            {"username":"ruled","email":"ruled@example.com","password":"SecurePass123","full_name":"Ruled",
             "phone_number":"+1 234 567","role":"client"}\
            """.replaceAll(
                        "\"" + field + "\":\"[^\"]*\"", "\"" + field + "\":\"" + value.replace("\\", "\\\\") + "\""));

        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("invalid_input");
        assertThat(reply.wrongFields()).containsExactly(field);
    }

    @Test
    void a_password_of_73_bytes_is_refused_and_never_quoted() {
        String password = "Aa1" + "é".repeat(35);

        Reply reply = register(user("password", password));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.wrongFields()).containsExactly("password");
        assertThat(reply.body()).doesNotContain(password);
    }

    @Test
    void all_faults_are_reported_together() {
        Reply reply = register("""
            {"username":"a","email":7,"password":"x","phone_number":"?","role":"boss"}\
            """);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("error")).isEqualTo("true");
        assertThat(reply.text("status")).isEqualTo("400");
        assertThat(reply.wrongFields())
                .containsExactly("username", "email", "password", "full_name", "phone_number", "role");
    }

    private Reply register(String json) {
        return server.call("POST", "/api/users").json(json).send();
    }

    /** A registration in which one field has this value and all others are valid. */
    private static String user(String field, String value) {
        String json = """
            {"username":"someone","email":"someone@example.com","password":"SecurePass123","full_name":"Someone"}\
            """;
        return json.contains("\"" + field + "\"")
                ? json.replaceAll("\"" + field + "\":\"[^\"]*\"", "\"" + field + "\":\"" + value + "\"")
                : json.replace("}", ",\"" + field + "\":\"" + value + "\"}");
    }
}
