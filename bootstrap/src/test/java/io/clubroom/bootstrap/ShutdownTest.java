package io.clubroom.bootstrap;

import static io.clubroom.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.bootstrap.support.Api;
import io.clubroom.bootstrap.support.ChatClient;
import io.clubroom.bootstrap.support.Reply;
import io.clubroom.bootstrap.support.SlowMailServer;
import io.clubroom.bootstrap.support.TestDatabase;
import io.clubroom.bootstrap.support.TestServer;
import io.clubroom.testkit.Rival;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShutdownTest {
    @TempDir
    Path directory;

    @Test
    void refuses_new_requests_and_completes_pending_ones_and_the_mails_that_are_being_sent() throws Exception {
        TestDatabase database = TestDatabase.create();
        SlowMailServer mailServer = new SlowMailServer();
        TestServer server =
                TestServer.start(directory, Map.of("DATABASE_URL", database.url(), "SMTP_URL", mailServer.url()));
        Api admin = server.api().signedInAsAdmin();
        String path = admin.register("somebody", "client");
        await().until(() -> mailServer.waiting() == 1);

        ChatClient chat = ChatClient.in(admin, "general");
        Rival<Reply> pending;
        Rival<Boolean> stop;
        try (Connection connection = database.connect();
                var statement = connection.createStatement();
                Connection observer = database.connect();
                var activity = observer.prepareStatement("SELECT FROM pg_stat_activity"
                        + " WHERE wait_event_type = 'Lock' AND datname = current_database()")) {
            connection.setAutoCommit(false);
            statement.execute("SELECT FROM users WHERE username = 'somebody' FOR UPDATE");
            pending = Rival.start(() -> admin.patch(path, "{\"full_name\":\"Just in time\"}"));
            // From now on there are 2.5 s, after which the server would give up, so nothing below takes long.
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> activity.executeQuery().next());

            stop = Rival.start(() -> {
                server.close();
                return true;
            });
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10)).until(() -> refuses(server));
            stop.assertHeldBack();
            connection.rollback();
        }

        assertThat(pending.result().expect(200).text("full_name")).isEqualTo("Just in time");
        assertThat(chat.closeCode()).isEqualTo(1012);
        stop.assertHeldBack();
        mailServer.take();
        assertThat(stop.result()).isTrue();
        assertThat(database.column("SELECT status FROM mails")).containsExactly("sent");
        mailServer.close();
        assertThat(database.column("SELECT full_name FROM users WHERE username = 'somebody'"))
                .containsExactly("Just in time");
    }

    private static boolean refuses(TestServer server) {
        try {
            server.api().get("/health/live");
            return false;
        } catch (UncheckedIOException refused) {
            return true;
        }
    }
}
