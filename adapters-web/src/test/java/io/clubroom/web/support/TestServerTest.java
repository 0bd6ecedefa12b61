package io.clubroom.web.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.user.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestServerTest {
    @Test
    void a_test_sees_nothing_that_another_has_stored() {
        TestServer earlier = TestServer.fresh();
        earlier.add("maria", Role.CLIENT);
        earlier.call("POST", "/api/chat/rooms")
                .bearer(earlier.adminToken())
                .json("{\"id\":\"yoga\",\"name\":\"Yoga\"}")
                .send();
        earlier.call("POST", "/api/invitations")
                .bearer(earlier.adminToken())
                .json("{\"email\":\"john@example.com\"}")
                .send();
        earlier.call("POST", "/api/auth/password/forgot")
                .json("{\"email\":\"maria@example.com\"}")
                .send();

        TestServer fresh = TestServer.fresh();

        for (String list : List.of("/api/chat/rooms", "/api/invitations", "/api/mails")) {
            assertThat(fresh.call("GET", list).bearer(fresh.adminToken()).send().body())
                    .as(list)
                    .isEqualTo("[]");
        }
        assertThat(fresh.call("GET", "/api/users")
                        .bearer(fresh.adminToken())
                        .send()
                        .json()
                        .size())
                .isEqualTo(1);
        assertThat(fresh.mailbox.to("maria@example.com")).isEmpty();
    }
}
