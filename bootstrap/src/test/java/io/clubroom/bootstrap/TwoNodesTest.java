package io.clubroom.bootstrap;

import static io.clubroom.testkit.Patience.await;
import static java.util.Collections.frequency;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clubroom.bootstrap.support.Api;
import io.clubroom.bootstrap.support.Reply;
import io.clubroom.bootstrap.support.TestDatabase;
import io.clubroom.bootstrap.support.TestServer;
import io.clubroom.testkit.Race;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two servers on one database. */
@Order(1)
class TwoNodesTest {
    private static final AtomicInteger COUNT = new AtomicInteger();

    @TempDir
    static Path directory;

    private static TestServer one;
    private static TestServer other;
    private static Api admin;
    private static Api adminOnOther;

    @BeforeAll
    static void start() {
        Map<String, String> variables = Map.of(
                "DATABASE_URL", TestDatabase.create().url(), "JWT_SECRET", "the same on both nodes, and long enough");
        one = TestServer.start(directory, variables);
        other = TestServer.start(directory, variables);
        admin = one.api().signedInAsAdmin();
        adminOnOther = other.api().with(admin.token());
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
    }

    /** A change that revokes a user's tokens. */
    enum Revocation {
        DEACTIVATION {
            @Override
            void apply(String path) {
                admin.patch(path, "{\"active\":false}").expect(200);
            }
        },
        DELETION {
            @Override
            void apply(String path) {
                admin.delete(path).expect(204);
            }
        },
        DEMOTION {
            @Override
            void apply(String path) {
                admin.put(path, "{\"role\":\"trainer\"}").expect(200);
            }
        },
        NEW_PASSWORD {
            @Override
            void apply(String path) {
                admin.put(path, "{\"password\":\"NewSecurePass456\"}").expect(200);
            }
        };

        abstract void apply(String path);
    }

    @ParameterizedTest
    @EnumSource
    void a_token_revoked_on_one_node_is_soon_refused_on_the_other(Revocation revocation) {
        String name = name("holder");
        String path = admin.register(name, "admin");
        Api holder = one.api().signedInAs(name);
        Api holderOnOther = other.api().with(holder.token());
        holder.get("/api/users/me").expect(200);
        holderOnOther.get("/api/users/me").expect(200);

        revocation.apply(path);

        holder.get("/api/users/me").expect(401);
        await().pollInterval(Duration.ofMillis(20))
                .until(() -> holderOnOther.get("/api/users/me").status() == 401);
        if (revocation != Revocation.DELETION) {
            admin.delete(path).expect(204);
        }
    }

    @Test
    void one_of_12_concurrent_registrations_of_a_name_on_both_nodes_succeeds() {
        String name = name("wanted");
        List<Reply> replies = Race.of(
                12,
                number -> node(number)
                        .post("/api/users", Api.registration(number % 3 == 0 ? name.toUpperCase() : name, "client")));

        List<Integer> statuses = replies.stream().map(Reply::status).toList();
        assertThat(statuses).containsOnly(201, 400);
        assertThat(frequency(statuses, 201)).isEqualTo(1);
        assertThat(adminOnOther.get("/api/users?q=" + name).json()).hasSize(1);
    }

    @Test
    void one_of_12_concurrent_changes_of_a_version_on_both_nodes_succeeds() {
        String path = admin.register(name("contended"), "client");
        String version = admin.get(path).header("ETag");
        List<Reply> replies = Race.of(
                12,
                number -> node(number)
                        .with(admin.token())
                        .patch(path, "{\"full_name\":\"Writer %d\"}".formatted(number), "If-Match", version));

        List<Integer> statuses = replies.stream().map(Reply::status).toList();
        assertThat(statuses).containsOnly(200, 412);
        assertThat(frequency(statuses, 200)).isEqualTo(1);
        JsonNode made = replies.get(statuses.indexOf(200)).json();
        assertThat(adminOnOther.get(path).json()).isEqualTo(made);
    }

    @Test
    void one_of_two_administrators_who_demote_each_other_on_different_nodes_remains() {
        String firstPath = "/api/users/" + admin.get("/api/users/me").text("id");
        for (int round = 0; round < 5; round++) {
            String name = name("rival");
            String secondPath = admin.register(name, "admin");
            Api second = other.api().signedInAs(name);
            List<Reply> replies = Race.of(
                    2,
                    number -> number == 0
                            ? admin.put(secondPath, "{\"role\":\"client\"}")
                            : second.put(firstPath, "{\"role\":\"client\"}"));

            boolean firstStays = replies.getFirst().status() == 200;
            assertThat(replies.get(firstStays ? 0 : 1).status()).isEqualTo(200);
            // The demoted administrator's token may have been revoked already.
            assertThat(replies.get(firstStays ? 1 : 0).status()).isIn(409, 401);
            if (!firstStays) {
                second.put(firstPath, "{\"role\":\"admin\"}").expect(200);
                admin = one.api().signedInAsAdmin();
                adminOnOther = other.api().with(admin.token());
                admin.put(secondPath, "{\"role\":\"client\"}").expect(200);
            }
            assertThat(admin.get("/api/users/role/admin").expect(200).json()).hasSize(1);
        }
    }

    private static Api node(int number) {
        return number % 2 == 0 ? one.api() : other.api();
    }

    private static String name(String stem) {
        return stem + "-" + COUNT.incrementAndGet();
    }
}
