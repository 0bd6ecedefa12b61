package io.clubroom.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clubroom.bootstrap.support.Api;
import io.clubroom.bootstrap.support.Reply;
import io.clubroom.bootstrap.support.ServerProcess;
import io.clubroom.bootstrap.support.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTest {
    private static final String SECRET = "a-secret-that-signs-the-tokens-of-this-test";
    private static final String CLIENT_SECRET = "a-secret-of-a-client-that-has-no-id";
    private static final Pattern FIRST_PASSWORD = Pattern.compile("admin@localhost with the password (\\S+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    @Test
    void has_one_json_object_per_line_and_contains_no_secret_even_at_trace_level() throws Exception {
        TestDatabase database = TestDatabase.empty();
        Map<String, String> variables = Map.of(
                "PORT",
                "0",
                "DATABASE_URL",
                database.url(),
                "JWT_SECRET",
                SECRET,
                "GITHUB_CLIENT_SECRET",
                CLIENT_SECRET,
                "LOG_LEVELS",
                "root=trace,io.micronaut.data.query=trace,com.zaxxer.hikari=trace,org.flywaydb=trace",
                "LOG_FORMAT",
                "json");
        List<String> secrets = new ArrayList<>(List.of(SECRET, CLIENT_SECRET, database.password(), Api.PASSWORD));
        String firstPassword;
        String all;
        try (ServerProcess server = ServerProcess.start(directory, variables)) {
            MatchResult printed =
                    FIRST_PASSWORD.matcher(server.err()).results().findFirst().orElseThrow();
            firstPassword = printed.group(1);
            secrets.addAll(use(server.api(), firstPassword));
            secrets.addAll(database.column("SELECT password_hash FROM users"));
            secrets.addAll(database.column("SELECT encode(token_hash, 'hex') FROM refresh_tokens"));
            server.terminate();
            server.exitCode();
            assertThat(server.err().strip().lines())
                    .containsExactly("The administrator is " + printed.group(), "(shown only once: keep it)");
            all = server.out();
        }

        secrets.add(firstPassword);
        List<JsonNode> lines = new ArrayList<>();
        for (String line : all.lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        assertThat(secrets).hasSizeGreaterThan(12);
        assertThat(all.lines().filter(line -> secrets.stream().anyMatch(line::contains)))
                .isEmpty();
        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            assertThat(line.path("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");
            assertThat(line.path("level").asText()).isNotEmpty();
            assertThat(line.path("logger").asText()).isNotEmpty();
            assertThat(line.has("message")).isTrue();
        });
        assertThat(lines)
                .anySatisfy(line -> assertThat(line.path("request_id").asText()).isEqualTo("of-this-test"));
        assertThat(lines)
                .anySatisfy(line -> assertThat(line.path("message").asText()).isEqualTo("The server stops"));
        assertThat(lines)
                .anySatisfy(line -> assertThat(line.path("message").asText())
                        .startsWith("Clubroom ")
                        .contains(" listens on http://127.0.0.1:", "PostgreSQL at " + database.address()));
        assertThat(lines).anySatisfy(line -> {
            assertThat(line.path("level").asText()).isEqualTo("WARN");
            assertThat(line.path("message").asText()).contains("GITHUB_CLIENT_SECRET is set");
        });
    }

    /** Makes the server handle every kind of secret and returns those secrets. */
    private static List<String> use(Api api, String firstPassword) {
        Api admin = api.signedIn("admin@localhost", firstPassword);
        String path = admin.register("somebody", "client");
        Reply session = api.login("somebody@example.com", Api.PASSWORD).expect(200);
        Reply refreshed = api.post(
                        "/api/auth/refresh", "{\"refresh_token\":\"%s\"}".formatted(session.text("refresh_token")))
                .expect(200);
        api.login("somebody@example.com", "Wrong-password-1").expect(400);
        api.login("nobody@example.com", "Another-password-1").expect(400);
        api.post("/api/users", Api.registration("SOMEBODY", "client").replace(Api.PASSWORD, "Third-password-1"))
                .expect(400);
        api.post("/api/users", "{\"password\":\"Fourth-password-1\", not JSON").expect(400);
        api.post("/api/auth/refresh", "{\"refresh_token\":\"an-invented-refresh-token\"}")
                .expect(401);
        api.with("an-invented-access-token").get(path).expect(401);
        admin.patch(path, "{\"password\":\"Fifth-password-1\"}", "X-Request-Id", "of-this-test")
                .expect(200);
        api.post("/api/auth/logout", "{\"refresh_token\":\"%s\"}".formatted(refreshed.text("refresh_token")))
                .expect(204);
        return List.of(
                admin.token(),
                session.text("token"),
                session.text("refresh_token"),
                refreshed.text("token"),
                refreshed.text("refresh_token"),
                "Wrong-password-1",
                "Another-password-1",
                "Third-password-1",
                "Fourth-password-1",
                "Fifth-password-1",
                "an-invented-refresh-token",
                "an-invented-access-token");
    }
}
