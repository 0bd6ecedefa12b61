package io.clubroom.bootstrap;

import static io.clubroom.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.bootstrap.support.Api;
import io.clubroom.bootstrap.support.Reply;
import io.clubroom.bootstrap.support.TcpProxy;
import io.clubroom.bootstrap.support.TestDatabase;
import io.clubroom.bootstrap.support.TestServer;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.Rival;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Order(1)
class DatabaseOutageTest {
    /** More than the pool has connections, so some requests wait for one. */
    private static final int CALLERS = 20;

    /** The promise is 5 s. Without the timeouts that keep it, it would be half a minute, and a busy machine needs some time, too. */
    private static final Duration LIMIT = Duration.ofSeconds(25);

    @TempDir
    Path directory;

    private TestDatabase database;
    private TcpProxy proxy;

    @BeforeEach
    void startProxy() throws IOException {
        database = TestDatabase.create();
        proxy = TcpProxy.to(database.address());
    }

    @AfterEach
    void closeProxy() throws Exception {
        proxy.close();
    }

    /** The ways in which the database is unreachable. */
    enum Outage {
        REFUSES {
            @Override
            void begin(TcpProxy proxy) throws Exception {
                proxy.refuse();
            }
        },
        IS_SILENT {
            @Override
            void begin(TcpProxy proxy) {
                proxy.fallSilent();
            }
        };

        abstract void begin(TcpProxy proxy) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void requests_get_503_quickly_while_the_database_is_unreachable_and_succeed_when_it_is_back(Outage outage)
            throws Exception {
        try (TestServer server = start()) {
            Api admin = server.api().signedInAsAdmin();
            String path = admin.register("somebody", "client");

            outage.begin(proxy);
            Race.of(CALLERS, number -> {
                long start = System.nanoTime();
                Reply reply = switch (number % 4) {
                    case 0 -> admin.get(path);
                    case 1 -> admin.get("/api/users?limit=5");
                    case 2 -> admin.patch(path, "{\"full_name\":\"Writer %d\"}".formatted(number));
                    default -> server.api().login("somebody@example.com", Api.PASSWORD);
                };
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
                assertThat(reply.expect(503).text("code")).isEqualTo("database_unavailable");
                assertThat(reply.header("Retry-After")).matches("[1-9][0-9]*");
                return reply;
            });
            Reply health = server.api().get("/health").expect(503);
            assertThat(health.text("status")).isEqualTo("down");
            assertThat(health.json().at("/checks/database").asText()).isEqualTo("down");
            server.api().get("/health/live").expect(200);

            proxy.recover();
            await().until(() -> admin.get(path).status() == 200);
            assertThat(server.api()
                            .get("/health")
                            .expect(200)
                            .json()
                            .at("/checks/database")
                            .asText())
                    .isEqualTo("up");
            admin.patch(path, "{\"full_name\":\"Back again\"}").expect(200);
            server.api().signedInAs("somebody");
        }
    }

    @Test
    void the_start_waits_until_the_database_is_reachable() throws Exception {
        proxy.refuse();
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        Rival<TestServer> start = Rival.start(() -> start(console));
        await().until(() -> console.toString().contains("Waiting for the database at " + proxy.address()));
        start.assertHeldBack();

        proxy.recover();
        try (TestServer server = start.result()) {
            server.api().signedInAsAdmin();
        }
    }

    private TestServer start() {
        return start(new ByteArrayOutputStream());
    }

    private TestServer start(ByteArrayOutputStream console) {
        return TestServer.start(directory, Map.of("DATABASE_URL", database.url(proxy.address())), console);
    }
}
