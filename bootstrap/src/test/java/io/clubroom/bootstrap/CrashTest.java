package io.clubroom.bootstrap;

import static io.clubroom.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clubroom.bootstrap.settings.Settings;
import io.clubroom.bootstrap.support.Api;
import io.clubroom.bootstrap.support.ServerProcess;
import io.clubroom.bootstrap.support.TestDatabase;
import io.clubroom.bootstrap.support.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Order(1)
class CrashTest {
    private static final int WRITERS = 4;
    private static final int CHANGES_BEFORE_THE_CRASH = 400;
    private static final Map<String, String> VARIABLES =
            Map.of("PORT", "0", "ADMIN_EMAIL", TestServer.ADMIN_EMAIL, "ADMIN_PASSWORD", TestServer.ADMIN_PASSWORD);

    @TempDir
    Path directory;

    /** Changes a user repeatedly and counts the changes that the server confirmed. */
    private static final class Writer {
        private final Api api;
        private final String path;
        private volatile int confirmed;

        Writer(Api api, String path) {
            this.api = api;
            this.path = path;
        }

        void writeUntilTheCrash() {
            try {
                while (true) {
                    api.patch(path, "{\"full_name\":\"Change %d\"}".formatted(confirmed + 1))
                            .expect(200);
                    confirmed++;
                }
            } catch (UncheckedIOException crashed) {
                // Expected: the server has been killed.
            }
        }
    }

    @Test
    void every_confirmed_change_survives_kill_9_sigterm_and_a_restore_of_a_backup() throws Exception {
        List<Writer> writers;
        Queue<String> registered = new ConcurrentLinkedQueue<>();
        Api asAdminBefore;
        Path backup = directory.resolve("backup.tar.gz");
        TestDatabase.sharePrograms(directory.resolve("data"));
        try (ServerProcess server = ServerProcess.start(directory, VARIABLES)) {
            asAdminBefore = server.api().signedInAsAdmin();
            Api admin = asAdminBefore;
            writers = IntStream.range(0, WRITERS)
                    .mapToObj(number -> new Writer(admin, admin.register("writer-" + number, "client")))
                    .toList();
            List<Thread> threads = IntStream.range(0, WRITERS + 1)
                    .mapToObj(number -> Thread.ofPlatform()
                            .start(
                                    number < WRITERS
                                            ? writers.get(number)::writeUntilTheCrash
                                            : () -> registerUntilTheCrash(admin, registered)))
                    .toList();
            await().until(() ->
                    writers.stream().mapToInt(writer -> writer.confirmed).sum() >= CHANGES_BEFORE_THE_CRASH
                            && !registered.isEmpty());
            server.kill();
            for (Thread thread : threads) {
                thread.join();
            }
        }

        try (ServerProcess server = ServerProcess.start(directory, VARIABLES)) {
            // The token is still valid, because the signing secret was kept.
            Api admin = server.api().with(asAdminBefore.token());
            for (Writer writer : writers) {
                var reply = admin.get(writer.path).expect(200);
                // The last change may have been committed without being confirmed.
                assertThat(reply.text("full_name"))
                        .isIn("Change " + writer.confirmed, "Change " + (writer.confirmed + 1));
                assertThat(reply.header("ETag"))
                        .isIn("\"" + writer.confirmed + "\"", "\"" + (writer.confirmed + 1) + "\"");
            }
            for (String path : registered) {
                admin.get(path).expect(200);
            }
            server.api()
                    .signedInAs("writer-0")
                    .patch(writers.getFirst().path, "{\"full_name\":\"After the crash\"}")
                    .expect(200);
            assertThat(server.out()).doesNotContain("ADMIN_PASSWORD");

            backups("data").write(backup);

            ProcessHandle postgres = postgres();
            assertThat(postgres.isAlive()).isTrue();
            server.terminate();
            assertThat(server.exitCode()).isZero();
            // PostgreSQL releases the lock on its data directory shortly before it exits.
            await().until(() -> !postgres.isAlive());
        }

        Path restored = directory.resolve("restored");
        TestDatabase.sharePrograms(restored);
        backups("restored").restore(backup);
        try (TestServer server =
                TestServer.start(directory, Map.of("DATA_DIR", restored.toString(), "DB_MAX_CONNECTIONS", "85"))) {
            server.api().with(asAdminBefore.token()).get("/api/users/me").expect(200);
            // The new limit replaces the one of the previous start.
            assertThat(restored.resolve("postgres/postmaster.opts")).content().contains("max_connections=111");
            JsonNode user = server.api()
                    .signedInAs("writer-0")
                    .get("/api/users/me")
                    .expect(200)
                    .json();
            assertThat(user.get("full_name").asText()).isEqualTo("After the crash");
        }
    }

    private static void registerUntilTheCrash(Api api, Queue<String> registered) {
        try {
            for (int number = 0; ; number++) {
                registered.add(api.register("newcomer-" + number, "client"));
            }
        } catch (UncheckedIOException crashed) {
            // Expected: the server has been killed.
        }
    }

    private Backups backups(String dataDir) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return new Backups(
                Settings.read(Map.of("DATA_DIR", directory.resolve(dataDir).toString()), directory, false),
                new Console(nowhere, nowhere, false));
    }

    private ProcessHandle postgres() throws IOException {
        List<String> pidFile = Files.readAllLines(directory.resolve("data/postgres/postmaster.pid"));
        return ProcessHandle.of(Long.parseLong(pidFile.getFirst())).orElseThrow();
    }
}
