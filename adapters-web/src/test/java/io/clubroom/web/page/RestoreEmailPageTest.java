package io.clubroom.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import org.junit.jupiter.api.Test;

class RestoreEmailPageTest {
    private final TestServer server = TestServer.fresh();
    private final User john = server.add("john", Role.CLIENT);

    private String token() {
        server.call("PUT", "/api/users/" + john.id())
                .bearer(server.token(john))
                .json("{\"email\":\"thief@example.com\"}")
                .send();
        return server.mailbox.token(MailKind.EMAIL_CHANGED, "john@example.com");
    }

    private Reply submit(String token) {
        return server.call("POST", "/restore-email").form("token", token).send();
    }

    @Test
    void tells_what_happens_and_opening_it_changes_nothing() {
        String token = token();

        Reply page = server.call("GET", "/restore-email?token=" + token).send();
        server.call("HEAD", "/restore-email?token=" + token).send();

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("john", "john@example.com", token).doesNotContain("thief");
        assertThat(server.stored(john).email().value()).isEqualTo("thief@example.com");
    }

    @Test
    void restores_the_address_once() {
        String token = token();

        Reply first = submit(token);
        Reply second = submit(token);

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.body()).contains("<title>Your address is restored");
        assertThat(server.stored(john).email().value()).isEqualTo("john@example.com");
        assertThat(server.stored(john).passwordHash()).isNull();
        assertThat(server.mailbox.newest(MailKind.PASSWORD_RESET, "john@example.com"))
                .isNotNull();
        assertThat(second.status()).isEqualTo(400);
        assertThat(second.body()).contains("<title>This link does not work", "ask the people who run the club");
        assertThat(server.call("GET", "/restore-email?token=" + token).send().status())
                .isEqualTo(400);
    }
}
