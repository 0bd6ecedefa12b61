package io.clubroom.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.bootstrap.https.SelfSignedCertificate;
import io.clubroom.bootstrap.settings.InvalidSetting;
import io.clubroom.bootstrap.support.Api;
import io.clubroom.bootstrap.support.Reply;
import io.clubroom.bootstrap.support.ServerProcess;
import io.clubroom.bootstrap.support.TestDatabase;
import io.clubroom.bootstrap.support.TestServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartupTest {
    @TempDir
    Path directory;

    @Test
    void refuses_a_short_secret() throws Exception {
        assertThat(startError(Map.of("JWT_SECRET", "too-short-to-be-one")))
                .startsWith("JWT_SECRET ")
                .doesNotContain("too-short-to-be-one");
    }

    @Test
    void refuses_a_port_that_is_in_use() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(lineOnStderr(Map.of("PORT", port, "ADAPTERS", "memory")))
                    .startsWith("clubroom: PORT " + port + " ");
            assertThat(startError(Map.of("PORT", port))).startsWith("PORT " + port + " ");
            assertThat(directory.resolve("data"))
                    .as("nothing is created before")
                    .doesNotExist();
        }
    }

    @Test
    void refuses_a_database_that_rejects_the_password() throws Exception {
        TestDatabase database = TestDatabase.create();
        assertThat(lineOnStderr(
                        Map.of("DATABASE_URL", database.url().replace(database.password(), "not-the-password"))))
                .contains("DATABASE_URL", database.address())
                .doesNotContain("not-the-password");
    }

    @Test
    void refuses_a_data_directory_that_cannot_be_created() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThat(startError(Map.of("DATA_DIR", file.resolve("data").toString())))
                .startsWith("DATA_DIR ");
    }

    @Test
    void refuses_a_data_directory_that_another_server_uses() throws Exception {
        Path used = Files.createDirectory(directory.resolve("used"));
        try (FileChannel lock =
                FileChannel.open(used.resolve("clubroom.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(lock.tryLock()).isNotNull();

            assertThat(startError(Map.of("DATA_DIR", used.toString()))).contains("DATA_DIR " + used);
        }
    }

    @Test
    void refuses_an_invalid_certificate_file() throws Exception {
        Path certificate = Files.writeString(directory.resolve("cert.pem"), "nonsense");
        Path key = Files.writeString(directory.resolve("key.pem"), "nonsense");
        assertThat(startError(Map.of(
                        "ENABLE_HTTPS",
                        "true",
                        "SSL_CERT_PATH",
                        certificate.toString(),
                        "SSL_KEY_PATH",
                        key.toString())))
                .startsWith("SSL_CERT_PATH ");
    }

    @Test
    void refuses_the_key_of_another_certificate() throws Exception {
        SelfSignedCertificate.write(directory.resolve("cert.pem"), directory.resolve("other-key.pem"));
        SelfSignedCertificate.write(directory.resolve("other-cert.pem"), directory.resolve("key.pem"));
        assertThat(startError(Map.of("ENABLE_HTTPS", "true", "SSL_CERT_PATH", "cert.pem", "SSL_KEY_PATH", "key.pem")))
                .startsWith("SSL_KEY_PATH ");
    }

    /** Turkish letters, Arabic digits, the Buddhist calendar, and a zone that PostgreSQL does not know by this name. */
    @Test
    void language_calendar_and_zone_of_the_machine_make_no_difference() throws Exception {
        Map<String, String> variables = Map.of(
                "JAVA_TOOL_OPTIONS",
                "-Duser.language=tr -Duser.country=TR -Duser.extensions=u-ca-buddhist-nu-arab",
                "TZ",
                "PST",
                "LANG",
                "ar_EG.UTF-8",
                "PORT",
                "0",
                "ADMIN_EMAIL",
                "ADMIN@example.com",
                "ADMIN_PASSWORD",
                TestServer.ADMIN_PASSWORD);
        TestDatabase.sharePrograms(directory.resolve("data"));
        try (ServerProcess server = ServerProcess.start(directory, variables)) {
            Api admin = server.api().signedIn("admin@example.com", TestServer.ADMIN_PASSWORD);
            Reply user = admin.get(admin.register("INFO", "client")).expect(200);
            assertThat(user.text("created_at")).matches("20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z");
            assertThat(admin.get("/api/users?q=info").expect(200).json()).hasSize(1);
            server.api().signedIn("info@EXAMPLE.com", Api.PASSWORD);
            assertThat(server.out()).doesNotContainPattern("[٠-٩]");
            server.terminate();
            assertThat(server.exitCode()).isZero();
        }
    }

    /** The only line that a process writes to stderr whose start fails. */
    private String lineOnStderr(Map<String, String> variables) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("PORT", "0"));
        all.putAll(variables);
        try (ServerProcess server = ServerProcess.launch(directory, all)) {
            assertThat(server.exitCode()).isNotZero();
            assertThat(server.out()).doesNotContain("Exception", "\tat ", "\"level\":\"ERROR\"");
            assertThat(server.err().lines()).hasSize(1);
            return server.err().strip();
        }
    }

    /** Why a start fails. */
    private String startError(Map<String, String> variables) {
        try (TestServer started = TestServer.start(directory, variables)) {
            throw new AssertionError("It listens at " + started.address());
        } catch (InvalidSetting | StartupFailure refused) {
            return refused.getMessage();
        }
    }
}
