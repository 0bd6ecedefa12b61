package io.clubroom.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.bootstrap.support.TestDatabase;
import io.clubroom.bootstrap.support.TestServer;
import io.clubroom.testkit.PortNumbers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstAdminTest {
    private static final Pattern PASSWORD = Pattern.compile("admin@localhost with the password (\\S+)");
    private static final Map<String, String> UNSET = Map.of("ADMIN_EMAIL", "", "ADMIN_PASSWORD", "");

    @TempDir
    Path directory;

    @Test
    void gets_a_random_password_that_is_printed_once() {
        String url = TestDatabase.create().url();
        String password;
        try (TestServer server = start(UNSET, url)) {
            assertThat(PASSWORD.matcher(server.console()).results()).hasSize(1);
            password = password(server.console());
            assertThat(server.console())
                    .containsOnlyOnce(password)
                    .contains("sign in   as admin@localhost, the password is shown above");
            server.api().signedIn("admin@localhost", password).get("/api/users").expect(200);
        }
        try (TestServer server = start(UNSET, url)) {
            assertThat(server.console()).contains("listens on").doesNotContain(password, "admin@localhost");
            server.api().signedIn("admin@localhost", password);
        }
    }

    @Test
    void keeps_the_printed_password_even_if_the_start_then_fails() throws IOException {
        String url = TestDatabase.create().url();
        int port = PortNumbers.lasting();
        // Another program takes the port after the start has found it free.
        try (ServerSocket taken = new ServerSocket()) {
            ByteArrayOutputStream console = new ByteArrayOutputStream() {
                @Override
                public synchronized void write(byte[] text, int start, int length) {
                    super.write(text, start, length);
                    if (!taken.isBound() && toString(UTF_8).contains("The administrator is")) {
                        try {
                            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                        } catch (IOException failure) {
                            throw new AssertionError(failure);
                        }
                    }
                }
            };
            Map<String, String> variables = new HashMap<>(UNSET);
            variables.putAll(Map.of("DATABASE_URL", url, "PORT", Integer.toString(port)));
            assertThatThrownBy(() -> TestServer.start(directory, variables, console))
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageStartingWith("PORT ");
            String password = password(console.toString(UTF_8));
            try (TestServer server = start(UNSET, url)) {
                assertThat(server.console()).doesNotContain("admin@localhost");
                server.api()
                        .signedIn("admin@localhost", password)
                        .get("/api/users")
                        .expect(200);
            }
        }
    }

    @Test
    void has_the_configured_address_and_password() {
        Map<String, String> configured =
                Map.of("ADAPTERS", "memory", "ADMIN_EMAIL", "Boss@club.example", "ADMIN_PASSWORD", "Chosen-word-1");
        try (TestServer server = TestServer.start(directory, configured)) {
            assertThat(server.console()).contains("Boss@club.example").doesNotContain("Chosen-word-1");
            var boss = server.api()
                    .signedIn("boss@club.example", "Chosen-word-1")
                    .get("/api/users/me")
                    .expect(200);
            assertThat(boss.text("username")).isEqualTo("Boss");
            assertThat(boss.text("role")).isEqualTo("admin");
        }
    }

    @Test
    void gets_a_new_password_at_each_start_in_memory() {
        Map<String, String> inMemory = Map.of("ADAPTERS", "memory", "ADMIN_EMAIL", "", "ADMIN_PASSWORD", "");
        try (TestServer one = TestServer.start(directory, inMemory);
                TestServer other = TestServer.start(directory, inMemory)) {
            assertThat(password(one.console())).isNotEqualTo(password(other.console()));
            other.api().login("admin@localhost", password(one.console())).expect(400);
            assertThat(directory).isEmptyDirectory();
        }
    }

    private TestServer start(Map<String, String> variables, String url) {
        Map<String, String> all = new HashMap<>(variables);
        all.put("DATABASE_URL", url);
        return TestServer.start(directory, all);
    }

    private static String password(String console) {
        MatchResult printed = PASSWORD.matcher(console).results().findFirst().orElseThrow();
        return printed.group(1);
    }
}
