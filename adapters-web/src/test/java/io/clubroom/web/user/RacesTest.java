package io.clubroom.web.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.Race;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;

class RacesTest {
    private final TestServer server = TestServer.fresh();

    @RepeatedTest(5)
    void one_of_24_concurrent_registrations_of_a_name_succeeds() {
        List<Integer> statuses = Race.of(
                24,
                runner -> server.call("POST", "/api/users")
                        .json("""
                            {"username":"%s","email":"runner%s@example.com","password":"SecurePass123","full_name":"Runner"}\
                            """.formatted(runner % 2 == 0 ? "wanted" : "WANTED", runner))
                        .send()
                        .status());

        assertThat(statuses).containsOnlyOnce(201);
        assertThat(Collections.frequency(statuses, 400)).isEqualTo(23);
    }

    @RepeatedTest(5)
    void one_of_12_concurrent_changes_of_a_version_succeeds() {
        User client = server.add("client", Role.CLIENT);

        List<Integer> statuses = Race.of(
                12,
                runner -> server.call("PATCH", "/api/users/" + client.id())
                        .bearer(server.adminToken())
                        .header("If-Match", "\"0\"")
                        .json("{\"full_name\":\"Runner " + runner + "\"}")
                        .send()
                        .status());

        assertThat(statuses).containsOnlyOnce(200);
        assertThat(Collections.frequency(statuses, 412)).isEqualTo(11);
        assertThat(server.stored(client).version()).isEqualTo(1);
    }

    @RepeatedTest(5)
    void one_of_two_administrators_who_demote_each_other_remains() {
        User first = server.admin();
        User second = server.add("second", Role.ADMIN);

        List<Reply> replies = Race.of(2, runner -> {
            User actor = runner == 0 ? first : second;
            User other = runner == 0 ? second : first;
            return server.call("PUT", "/api/users/" + other.id())
                    .bearer(server.token(actor))
                    .json("{\"role\":\"client\"}")
                    .send();
        });

        assertThat(replies).extracting(Reply::status).containsOnlyOnce(200);
        // The revocation was seen by the security filter, or by the use case.
        assertThat(replies).extracting(Reply::status).containsAnyOf(409, 401);
        assertThat(List.of(server.stored(first), server.stored(second)))
                .filteredOn(User::isActiveAdmin)
                .hasSize(1);
    }
}
