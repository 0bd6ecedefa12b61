package io.clubroom.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.clubroom.bootstrap.support.Api;
import io.clubroom.bootstrap.support.ChatClient;
import io.clubroom.bootstrap.support.TestDatabase;
import io.clubroom.bootstrap.support.TestServer;
import io.clubroom.testkit.takeover.PredecessorSchema;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that starts with the database of its predecessor. */
class SeedTakeoverTest {
    private static final String ROOT = "11111111-1111-4111-8111-111111111111";
    private static final String JOHN = "22222222-2222-4222-8222-222222222222";
    private static final String MIKE = "33333333-3333-4333-8333-333333333333";

    // Created with libxcrypt.
    private static final String ADMIN_PASS_123 = "$2b$12$N9qo8uLOickgx2ZMRZoMyeIJXcc6N.U1gdsGnb/G/IlPA5QQyfwmy";
    private static final String SECURE_PASS_123 = "$2a$10$KIXQ4S8Bv1vCJm2lU7bJfOSj8340x/gzn6fLig79Wn2p06W0Imoc2";
    private static final String TRAINER_PASS_1 = "$2b$10$k8Y6Nt5zfQXmGO9VvQH2Ce285m/0m579qMVqFhAzcY3uakLhveRBy";

    @TempDir
    Path directory;

    private final TestDatabase database = TestDatabase.empty();

    @Test
    void users_of_the_predecessor_sign_in_with_their_passwords() {
        fill();
        try (TestServer server = start()) {
            // No administrator is created, because the database has one.
            assertThat(server.console()).doesNotContain(TestServer.ADMIN_EMAIL);
            Api root = server.api().signedIn("root@example.com", "AdminPass123");
            JsonNode john = server.api()
                    .login("John.Smith@example.com", "SecurePass123")
                    .expect(200)
                    .json()
                    .get("user");
            assertThat(john.get("id").asText()).isEqualTo(JOHN);
            assertThat(john.get("username").asText()).isEqualTo("JSmith");
            assertThat(john.get("email").asText()).isEqualTo("John.Smith@example.com");
            assertThat(john.get("full_name").asText()).isEqualTo("John Smith");
            assertThat(john.get("phone_number").asText()).isEqualTo("+1 234 567 890");
            assertThat(john.get("role").asText()).isEqualTo("client");
            assertThat(john.get("active").asBoolean()).isTrue();
            assertThat(john.get("created_at").asText()).isEqualTo("2025-03-11T12:00:00Z");
            assertThat(john.get("updated_at").asText()).isEqualTo("2025-03-12T12:00:00.123456Z");
            assertThat(server.api()
                            .login("mike.coach@example.com", "TrainerPass1")
                            .expect(400)
                            .text("code"))
                    .isEqualTo("account_inactive");
            assertThat(root.get("/api/users/" + MIKE)
                            .expect(200)
                            .json()
                            .get("phone_number")
                            .isNull())
                    .isTrue();

            assertThat(root.get("/api/users").expect(200).header("X-Total-Count"))
                    .isEqualTo("3");
            try (ChatClient chat = ChatClient.in(root, "general")) {
                JsonNode next = chat.say("general", "Still here", "1").await("message");
                assertThat(next.path("seq").asInt()).isEqualTo(2);
            }
            root.delete("/api/users/" + JOHN).expect(204);
            await().untilAsserted(
                            () -> assertThat(database.column("SELECT content FROM chat_messages WHERE user_id IS NULL"))
                                    .containsExactly("Hello everyone!"));
        }
    }

    @Test
    void renews_a_hash_of_another_cost_at_the_next_login() {
        fill();
        String hashes = "SELECT password_hash FROM users ORDER BY username";
        try (TestServer server = start()) {
            assertThat(database.column(hashes)).containsExactly(SECURE_PASS_123, TRAINER_PASS_1, ADMIN_PASS_123);
            server.api().signedIn("john.smith@example.com", "SecurePass123");
            server.api().signedIn("root@example.com", "AdminPass123");

            var renewed = database.column(hashes);
            assertThat(renewed.getFirst()).startsWith("$2b$12$");
            assertThat(renewed.subList(1, 3)).containsExactly(TRAINER_PASS_1, ADMIN_PASS_123);
            server.api().signedIn("john.smith@example.com", "SecurePass123");
            assertThat(database.column(hashes)).isEqualTo(renewed);
        }
    }

    @Test
    void numbers_the_messages_of_each_room_by_their_time() {
        fill();
        database.execute("INSERT INTO chat_rooms (id, name) VALUES ('empty', 'Nobody came')", """
            INSERT INTO chat_messages (room_id, user_id, content, created_at) VALUES
                ('general', '%1$s', 'third', '2025-03-12 12:00:00.000002Z'),
                ('support', '%1$s', 'second of support', '2025-03-12 12:00:00Z'),
                ('general', '%1$s', 'first', '2025-03-11 12:00Z'),
                ('support', '%1$s', 'first of support', '2025-03-11 12:00Z'),
                ('general', '%1$s', 'second', '2025-03-12 12:00:00.000001Z')
            """.formatted(JOHN));
        start().close();

        String inOrder = "SELECT seq || ' ' || content FROM chat_messages WHERE room_id = '%s' ORDER BY seq";
        assertThat(database.column(inOrder.formatted("general")))
                .containsExactly("1 first", "2 second", "3 third", "4 Hello everyone!");
        assertThat(database.column(inOrder.formatted("support")))
                .containsExactly("1 first of support", "2 second of support", "3 Help!");
        assertThat(database.column("SELECT id || ' ' || last_seq FROM chat_rooms ORDER BY id"))
                .containsExactly("empty 0", "general 4", "support 3");
    }

    @Test
    void refuses_to_start_with_usernames_that_differ_only_in_case() {
        fill();
        database.execute(
                "INSERT INTO users (username, email, password_hash, full_name) VALUES ('jsmith', 'other@example.com', '"
                        + SECURE_PASS_123 + "', 'Other')");
        assertThatThrownBy(this::start)
                .isInstanceOf(StartupFailure.class)
                .hasMessageMatching("[^\\n]*DATABASE_URL[^\\n]*\\.")
                .hasMessageContaining("JSmith, jsmith");
        // The tables are unchanged, so the operator can go back to the predecessor.
        assertThat(database.column("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
                .containsExactlyInAnyOrder("_sqlx_migrations", "users", "chat_rooms", "chat_messages");
    }

    @Test
    void a_database_made_by_the_steps_of_the_predecessor_is_served() {
        for (PredecessorSchema.Step step : PredecessorSchema.steps()) {
            database.execute(step.statements().toArray(String[]::new));
        }
        database.execute(
                """
                INSERT INTO users (id, username, email, full_name, password_hash, role) VALUES
                    ('%s', 'root', 'root@example.com', 'Root', '%s', 'admin'),
                    ('%s', 'John S.', 'John.Smith@example.com', 'John Smith', '%s', 'client')
                """.formatted(ROOT, ADMIN_PASS_123, JOHN, SECURE_PASS_123),
                "INSERT INTO users (id, username, email, full_name, role) VALUES ('%s', 'mcoach', 'mike.coach@example.com', 'Mike Coach', 'trainer')"
                        .formatted(MIKE),
                """
                INSERT INTO chat_messages (sender_id, sender_name, content, room_id, created_at) VALUES
                    ('%1$s', 'John S.', 'second', 'general', '2025-03-16 10:00:01Z'),
                    ('%2$s', 'mcoach', 'first', 'general', '2025-03-16 10:00:00Z')
                """.formatted(JOHN, MIKE));
        try (TestServer server = start()) {
            server.api()
                    .login("mike.coach@example.com", PredecessorSchema.DEFAULT_PASSWORD)
                    .expect(400);
            Api root = server.api().signedIn("root@example.com", "AdminPass123");
            Api john = server.api().signedIn("john.smith@example.com", "SecurePass123");
            root.patch("/api/users/" + MIKE, "{\"password\":\"TrainerPass1\"}").expect(200);
            server.api().signedIn("mike.coach@example.com", "TrainerPass1");

            assertThat(history(john).findValuesAsText("content")).containsExactly("second", "first");
            assertThat(history(john).findValuesAsText("sender_name")).containsExactly("John Smith", "Mike Coach");
            assertThat(replay(john).findValuesAsText("sender_name")).containsExactly("Mike Coach");

            root.delete("/api/users/" + MIKE).expect(204);

            JsonNode first = history(john).get(1);
            assertThat(first.get("sender_name").asText()).isEqualTo("mcoach");
            assertThat(first.path("user").path("full_name").asText()).isEqualTo("mcoach");
            assertThat(first.get("sender_id").asText()).isEqualTo("00000000-0000-0000-0000-000000000000");
            assertThat(replay(john).findValuesAsText("sender_name")).containsExactly("mcoach");
        }
    }

    private static JsonNode history(Api api) {
        return api.get("/api/chat/rooms/general/messages").expect(200).json();
    }

    /** The first message that is replayed. */
    private static JsonNode replay(Api api) {
        try (ChatClient chat = ChatClient.signedIn(api)) {
            return chat.send("{\"type\":\"connect\",\"room_id\":\"general\",\"after_seq\":0}")
                    .await("message");
        }
    }

    private TestServer start() {
        return TestServer.start(directory, Map.of("DATABASE_URL", database.url(), "PASSWORD_HASH_COST", "12"));
    }

    private void fill() {
        database.execute(
                """
                CREATE TABLE _sqlx_migrations (
                    version BIGINT PRIMARY KEY,
                    description TEXT NOT NULL,
                    installed_on TIMESTAMPTZ NOT NULL DEFAULT now(),
                    success BOOLEAN NOT NULL,
                    checksum BYTEA NOT NULL,
                    execution_time BIGINT NOT NULL)
                """,
                """
                INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES
                    (20250306220539, 'create users table', TRUE, '\\x00', 1),
                    (20250307212522, 'add phone number and required full name', TRUE, '\\x00', 1),
                    (20250307215355, 'add password support', TRUE, '\\x00', 1),
                    (20250308143333, 'add user role', TRUE, '\\x00', 1),
                    (20250309000000, 'add admin role', TRUE, '\\x00', 1),
                    (20250310000000, 'create chat tables', TRUE, '\\x00', 1)
                """,
                """
                CREATE TABLE users (
                    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
                    username VARCHAR(50) NOT NULL UNIQUE,
                    email VARCHAR(100) NOT NULL UNIQUE,
                    full_name VARCHAR(100) NOT NULL,
                    active BOOLEAN NOT NULL DEFAULT TRUE,
                    created_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
                    updated_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
                    phone_number VARCHAR(20),
                    password_hash VARCHAR(255) NOT NULL,
                    role VARCHAR(20) NOT NULL DEFAULT 'client',
                    CONSTRAINT check_valid_role CHECK (role IN ('client', 'trainer', 'admin')))
                """,
                """
                CREATE TABLE chat_rooms (
                    id VARCHAR(50) PRIMARY KEY,
                    name VARCHAR(100) NOT NULL,
                    created_at TIMESTAMPTZ NOT NULL DEFAULT NOW())
                """,
                """
                CREATE TABLE chat_messages (
                    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
                    room_id VARCHAR(50) NOT NULL REFERENCES chat_rooms (id) ON DELETE CASCADE,
                    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                    content TEXT NOT NULL,
                    created_at TIMESTAMPTZ NOT NULL DEFAULT NOW())
                """,
                """
                INSERT INTO users (id, username, email, full_name, active, created_at, updated_at, phone_number, password_hash, role) VALUES
                    ('%s', 'root', 'root@example.com', 'Root', TRUE, '2025-03-10 12:00Z', '2025-03-10 12:00Z', NULL, '%s', 'admin'),
                    ('%s', 'JSmith', 'John.Smith@example.com', 'John Smith', TRUE, '2025-03-11 12:00Z', '2025-03-12 12:00:00.123456Z', '+1 234 567 890', '%s', 'client'),
                    ('%s', 'mcoach', 'mike.coach@example.com', 'Mike Coach', FALSE, '2025-03-11 13:00Z', '2025-03-11 13:00Z', NULL, '%s', 'trainer')
                """.formatted(ROOT, ADMIN_PASS_123, JOHN, SECURE_PASS_123, MIKE, TRAINER_PASS_1),
                "INSERT INTO chat_rooms (id, name) VALUES ('general', 'General'), ('support', 'Support')",
                "INSERT INTO chat_messages (room_id, user_id, content) VALUES ('general', '%s', 'Hello everyone!'), ('support', '%s', 'Help!')"
                        .formatted(JOHN, MIKE));
    }
}
