package io.clubroom.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.bootstrap.support.TestDatabase;
import io.clubroom.bootstrap.support.TestServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordHashCostTest {
    @TempDir
    Path directory;

    @Test
    void a_hash_with_another_cost_is_renewed_at_the_next_sign_in() {
        TestDatabase database = TestDatabase.create();
        try (TestServer server = start(database, "10")) {
            assertThat(server.address()).isNotNull();
            assertThat(hashes(database)).singleElement().asString().matches("\\$2[aby]\\$10\\$.*");
        }
        try (TestServer server = start(database, "11")) {
            assertThat(hashes(database)).singleElement().asString().matches("\\$2[aby]\\$10\\$.*");

            server.api().signedInAsAdmin();

            assertThat(hashes(database)).singleElement().asString().matches("\\$2[aby]\\$11\\$.*");
            server.api().signedInAsAdmin();
        }
    }

    private TestServer start(TestDatabase database, String cost) {
        return TestServer.start(directory, Map.of("DATABASE_URL", database.url(), "PASSWORD_HASH_COST", cost));
    }

    private static List<String> hashes(TestDatabase database) {
        return database.column("SELECT password_hash FROM users");
    }
}
