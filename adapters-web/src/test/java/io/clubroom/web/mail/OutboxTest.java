package io.clubroom.web.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final TestServer server = TestServer.fresh();
    private final User client = server.add("client", Role.CLIENT);

    private Reply announce(String token, String body) {
        return server.call("POST", "/api/mails").bearer(token).json(body).send();
    }

    private Reply get(String path) {
        return server.call("GET", "/api/mails" + path)
                .bearer(server.adminToken())
                .send();
    }

    @Test
    void announces_to_all_who_take_announcements() {
        server.add("quiet", Role.CLIENT);
        User quiet = server.add("silent", Role.CLIENT);
        server.call("PATCH", "/api/users/" + quiet.id())
                .bearer(server.token(quiet))
                .json("{\"announcements\":false}")
                .send();

        Reply reply = announce(server.adminToken(), "{\"subject\":\"News\",\"text\":\"We open at seven.\"}");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.body()).isEqualTo("{\"recipients\":3}");
        assertThat(server.mailbox.to("client@example.com")).hasSize(1);
        assertThat(server.mailbox.to("silent@example.com")).isEmpty();
    }

    @Test
    void announces_to_a_role_or_to_those_listed() {
        assertThat(announce(server.adminToken(), "{\"subject\":\"News\",\"text\":\"Text\",\"role\":\"client\"}")
                        .body())
                .isEqualTo("{\"recipients\":1}");
        assertThat(announce(
                                server.adminToken(),
                                "{\"subject\":\"News\",\"text\":\"Text\",\"user_ids\":[\"%s\"]}".formatted(client.id()))
                        .body())
                .isEqualTo("{\"recipients\":1}");
    }

    @Test
    void refuses_what_is_no_announcement() {
        String admin = server.adminToken();

        assertThat(announce(admin, "{}").wrongFields()).containsExactly("subject", "text");
        assertThat(announce(admin, "{\"subject\":\"two\\nlines\",\"text\":\" \"}")
                        .wrongFields())
                .containsExactly("subject", "text");
        assertThat(announce(
                                admin,
                                "{\"subject\":\"News\",\"text\":\"Text\",\"role\":\"client\",\"user_ids\":[\"%s\"]}"
                                        .formatted(client.id()))
                        .wrongFields())
                .containsExactly("user_ids");
        assertThat(announce(admin, "{\"subject\":\"News\",\"text\":\"Text\",\"user_ids\":[\"x\"]}")
                        .wrongFields())
                .containsExactly("user_ids");
        assertThat(announce(server.token(client), "{}").status()).isEqualTo(403);
    }

    @Test
    void accepts_announcements_of_up_to_1_MiB() {
        String text = "x".repeat(200_000);

        assertThat(announce(server.adminToken(), "{\"subject\":\"News\",\"text\":\"%s\"}".formatted(text))
                        .status())
                .isEqualTo(202);
        assertThat(server.call("POST", "/api/chat/rooms")
                        .bearer(server.adminToken())
                        .json("{\"id\":\"big\",\"name\":\"Big\",\"text\":\"%s\"}".formatted(text))
                        .send()
                        .status())
                .isEqualTo(413);
    }

    @Test
    void shows_mails_without_their_text() {
        announce(server.adminToken(), "{\"subject\":\"News\",\"text\":\"Secret\",\"role\":\"client\"}");

        Reply list = get("?status=queued");

        assertThat(list.body())
                .contains(
                        "\"to\":\"client@example.com\",\"kind\":\"announcement\",\"subject\":\"News\",\"status\":\"queued\"")
                .doesNotContain("Secret");
        assertThat(get("?status=failed").body()).isEqualTo("[]");
        assertThat(get("?status=lost&limit=0&cursor=x").wrongFields()).containsExactly("status", "limit", "cursor");
        assertThat(get("/00000000-0000-0000-0000-000000000000").text("code")).isEqualTo("mail_not_found");
        assertThat(get("/x").wrongFields()).containsExactly("id");
        String id = list.body().replaceAll(".*\"id\":\"([^\"]*)\".*", "$1");
        assertThat("[" + get("/" + id).body() + "]").isEqualTo(list.body());
        assertThat(server.call("POST", "/api/mails/" + id + "/retry")
                        .bearer(server.adminToken())
                        .send()
                        .text("code"))
                .isEqualTo("mail_not_failed");
    }

    @Test
    void is_for_administrators() {
        for (String path : new String[] {"", "/00000000-0000-0000-0000-000000000000"}) {
            assertThat(server.call("GET", "/api/mails" + path)
                            .bearer(server.token(client))
                            .send()
                            .status())
                    .isEqualTo(403);
            assertThat(server.call("GET", "/api/mails" + path).send().status()).isEqualTo(401);
        }
    }
}
