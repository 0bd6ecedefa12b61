package io.clubroom.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clubroom.bootstrap.support.Api;
import io.clubroom.bootstrap.support.TestDatabase;
import io.clubroom.bootstrap.support.TestServer;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs every request about users and sign-in from the predecessor's README, with the same bodies. */
@Order(1)
class SeedReadmeTest {
    private static final String JOHN = """
        {"username":"jsmith","email":"john.smith@example.com","password":"SecurePass123","full_name":"John Smith","phone_number":"+1 234 567 890","role":"client"}
        """;
    private static final String MIKE = """
        {"username":"mcoach","email":"mike.coach@example.com","password":"SecurePass123","full_name":"Mike Coach","phone_number":"+1 234 567 891","role":"trainer"}
        """;

    @TempDir
    Path directory;

    @Test
    void every_command_works_over_http() {
        try (TestServer server = start("false")) {
            assertThat(server.address()).hasScheme("http");
            runAllRequests(server.api());
        }
    }

    @Test
    void every_command_works_over_https_with_the_self_signed_certificate() {
        try (TestServer server = start("true")) {
            assertThat(server.address()).hasScheme("https");
            assertThat(server.console()).contains("self-signed");
            Api api = Api.trusting(directory.resolve("certs/cert.pem"), server.address());
            runAllRequests(api);
            assertThat(api.get("/health").version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(api.get("/health").header("Strict-Transport-Security")).isEqualTo("max-age=31536000");
        }
    }

    private TestServer start(String https) {
        return TestServer.start(
                directory, Map.of("DATABASE_URL", TestDatabase.create().url(), "ENABLE_HTTPS", https));
    }

    private static void runAllRequests(Api api) {
        JsonNode john = api.post("/api/users", JOHN).expect(201).json();
        assertThat(fields(john))
                .containsSubsequence(
                        "id",
                        "username",
                        "email",
                        "full_name",
                        "phone_number",
                        "role",
                        "active",
                        "created_at",
                        "updated_at");
        assertThat(john.get("username").asText()).isEqualTo("jsmith");
        assertThat(john.get("phone_number").asText()).isEqualTo("+1 234 567 890");
        assertThat(john.get("role").asText()).isEqualTo("client");
        assertThat(john.get("active").asBoolean()).isTrue();
        JsonNode mike = api.post("/api/users", MIKE).expect(201).json();
        assertThat(mike.get("role").asText()).isEqualTo("trainer");
        String path = "/api/users/" + john.get("id").asText();

        JsonNode login =
                api.login("john.smith@example.com", "SecurePass123").expect(200).json();
        assertThat(login.get("user")).isEqualTo(john);
        assertThat(login.get("message").asText()).isEqualTo("Login successful");
        Api asJohn = api.with(login.get("token").asText());

        Api asAdmin = api.signedInAsAdmin();
        for (String ofAdmins : List.of("/api/users", "/api/users/role/trainer", "/api/users/statistics")) {
            api.get(ofAdmins).expect(401);
            asJohn.get(ofAdmins).expect(403);
        }
        JsonNode users = asAdmin.get("/api/users").expect(200).json();
        assertThat(texts(users, "username")).containsExactly("mcoach", "jsmith", "admin");
        assertThat(users.get(1)).isEqualTo(john);
        assertThat(texts(asAdmin.get("/api/users/role/trainer").expect(200).json(), "username"))
                .containsExactly("mcoach");
        JsonNode statistics = asAdmin.get("/api/users/statistics").expect(200).json();
        assertThat(texts(statistics.get("roles"), "role")).containsExactlyInAnyOrder("admin", "client", "trainer");
        assertThat(texts(statistics.get("roles"), "count")).containsOnly("1");
        assertThat(statistics.get("inactive_count").asInt()).isZero();

        assertThat(asJohn.get(path).expect(200).json()).isEqualTo(john);
        assertThat(asAdmin.get(path).expect(200).json()).isEqualTo(john);
        api.get(path).expect(401);

        String update = "{\"email\":\"new.email@example.com\",\"active\":false,\"phone_number\":\"+1 987 654 321\"}";
        asJohn.put(path, update).expect(403);
        JsonNode updated = asAdmin.put(path, update).expect(200).json();
        assertThat(updated.get("email").asText()).isEqualTo("new.email@example.com");
        assertThat(updated.get("active").asBoolean()).isFalse();
        assertThat(updated.get("phone_number").asText()).isEqualTo("+1 987 654 321");
        assertThat(updated.get("full_name")).isEqualTo(john.get("full_name"));
        asJohn.get(path).expect(401);

        assertThat(asAdmin.put(path, "{\"role\":\"trainer\"}").expect(200).text("role"))
                .isEqualTo("trainer");
        asAdmin.put(path, "{\"password\":\"NewSecurePass456\"}").expect(200);
        assertThat(api.login("new.email@example.com", "SecurePass123")
                        .expect(400)
                        .text("message"))
                .isEqualTo("Invalid email or password");
        assertThat(api.login("new.email@example.com", "NewSecurePass456")
                        .expect(400)
                        .text("code"))
                .isEqualTo("account_inactive");

        assertThat(asAdmin.delete(path).expect(204).body()).isEmpty();
        JsonNode gone = asAdmin.get(path).expect(404).json();
        assertThat(gone.get("error").asBoolean()).isTrue();
        assertThat(gone.get("status").asInt()).isEqualTo(404);
        assertThat(gone.get("message").asText()).isNotEmpty();

        JsonNode duplicate = api.post("/api/users", MIKE.replace("mcoach", "other"))
                .expect(400)
                .json();
        assertThat(duplicate.get("message").asText()).isEqualTo("User with this email already exists");
        assertThat(api.get("/health").expect(200).text("status")).isEqualTo("up");
        assertThat(api.get("/metrics").expect(200).body()).contains("api_http_requests_total");
    }

    private static List<String> fields(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Stream<String> texts(JsonNode array, String field) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(element -> element.get(field).asText());
    }
}
