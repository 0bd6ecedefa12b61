package io.clubroom.web.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.testkit.Rival;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import io.micronaut.json.tree.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class HealthTest {
    private final TestServer server = TestServer.fresh();

    @Test
    void a_healthy_server_is_up_and_describes_its_machine() {
        long before = System.currentTimeMillis() / 1000;

        Reply reply = server.call("GET", "/health").send();

        long after = System.currentTimeMillis() / 1000;

        assertThat(reply.status()).isEqualTo(200);
        JsonNode json = reply.json();
        assertThat(names(json)).containsExactly("status", "version", "uptime", "start_time", "system_info", "checks");
        assertThat(names(json.get("system_info")))
                .containsExactly(
                        "cpu_usage",
                        "total_memory",
                        "used_memory",
                        "memory_usage_percent",
                        "total_swap",
                        "used_swap",
                        "hostname",
                        "os_name",
                        "os_version",
                        "kernel_version");
        assertThat(reply.text("status")).isEqualTo("up");
        assertThat(reply.text("checks.database")).isEqualTo("up");
        assertThat(json.get("start_time").getLongValue() + json.get("uptime").getLongValue())
                .isBetween(before - 2, after + 2);
    }

    @Test
    void without_the_database_the_server_is_down_and_not_ready_but_alive() {
        server.database.up = false;

        Reply health = server.call("GET", "/health").send();
        Reply ready = server.call("GET", "/health/ready").send();
        Reply live = server.call("GET", "/health/live").send();

        assertThat(health.status()).isEqualTo(503);
        assertThat(health.text("status")).isEqualTo("down");
        assertThat(health.text("checks.database")).isEqualTo("down");
        assertThat(health.text("system_info.hostname")).isEqualTo("host");
        assertThat(health.header("Retry-After")).isNotNull();
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.body()).isEqualTo("{\"status\":\"down\",\"checks\":{\"database\":\"down\"}}");
        assertThat(live.status()).isEqualTo(200);
        assertThat(live.body()).isEqualTo("{\"status\":\"up\"}");
    }

    @Test
    void with_a_read_only_database_the_server_is_down_and_not_ready() {
        server.database.readOnly = true;

        Reply health = server.call("GET", "/health").send();
        Reply ready = server.call("GET", "/health/ready").send();

        assertThat(health.status()).isEqualTo(503);
        assertThat(health.text("status")).isEqualTo("down");
        assertThat(health.text("checks.database")).isEqualTo("read_only");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.body()).isEqualTo("{\"status\":\"down\",\"checks\":{\"database\":\"read_only\"}}");
    }

    @Test
    void is_ready_when_everything_is_available() {
        assertThat(server.call("GET", "/health/ready").send().body())
                .isEqualTo("{\"status\":\"up\",\"checks\":{\"database\":\"up\"}}");
    }

    @Test
    void what_is_not_required_is_shown_but_makes_the_server_neither_down_nor_unready() {
        HealthController health = new HealthController(
                List.of(check("database", HealthCheck.State.UP, true), check("mail", HealthCheck.State.DOWN, false)),
                server.context().getBean(SystemFigures.class),
                server.context().getBean(Stopping.class));

        assertThat(health.health().code()).isEqualTo(200);
        assertThat(health.health().getBody(HealthBody.class).orElseThrow())
                .returns("up", HealthBody::status)
                .returns(Map.of("database", "up", "mail", "down"), HealthBody::checks);
        assertThat(health.ready().body()).isEqualTo(new ReadinessBody("up", Map.of("database", "up")));
    }

    private static HealthCheck check(String name, HealthCheck.State state, boolean isRequired) {
        return new HealthCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public State state() {
                return state;
            }

            @Override
            public boolean isRequired() {
                return isRequired;
            }
        };
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.entries().forEach(entry -> names.add(entry.getKey()));
        return names;
    }

    @Test
    void a_stopping_server_is_not_ready_but_alive() {
        TestServer ending = TestServer.another();
        HealthController health = ending.context().getBean(HealthController.class);
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        ending.users.hang(() -> {
            underWay.countDown();
            pass(mayGoOn);
        });
        Rival<Reply> request = Rival.start(() ->
                ending.call("GET", "/api/users/me").bearer(ending.adminToken()).send());
        pass(underWay);
        assertThat(health.ready().code()).isEqualTo(200);

        Rival<Boolean> end = Rival.start(() -> {
            ending.context().close();
            return true;
        });

        while (health.ready().code() == 200) {
            Thread.onSpinWait();
        }
        assertThat(health.ready().body())
                .isEqualTo(new ReadinessBody("down", Map.of("database", "up", "server", "down")));
        assertThat(health.live().code()).isEqualTo(200);
        mayGoOn.countDown();
        assertThat(request.result().status()).isEqualTo(200);
        assertThat(end.result()).isTrue();
    }

    private static void pass(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
