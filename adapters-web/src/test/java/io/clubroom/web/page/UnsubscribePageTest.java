package io.clubroom.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.mail.Subscription;
import io.clubroom.domain.user.EmailNotices;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnsubscribePageTest {
    private final TestServer server = TestServer.fresh();
    private final User john = server.add("john", Role.CLIENT);
    private final String token = server.unsubscribeTokens.of(john.id(), Subscription.ANNOUNCEMENTS);

    @Test
    void opening_it_changes_nothing() {
        Reply page = server.call("GET", "/unsubscribe?token=" + token).send();
        server.call("HEAD", "/unsubscribe?token=" + token).send();

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("<title>Stop announcements", token);
        assertThat(server.stored(john).announcements()).isTrue();
    }

    @Test
    void its_form_ends_announcements_and_may_be_sent_again() {
        for (int i = 0; i < 2; i++) {
            Reply page =
                    server.call("POST", "/unsubscribe").form("token", token).send();

            assertThat(page.status()).isEqualTo(200);
            assertThat(page.body()).contains("<title>You get no more announcements");
            assertThat(server.stored(john).announcements()).isFalse();
        }
    }

    /** RFC 8058 §3.2: urlencoded or multipart, with nothing but the address and this field. */
    @Test
    void a_mail_program_ends_announcements_with_one_urlencoded_request() {
        Reply page = server.call("POST", "/unsubscribe?token=" + token)
                .form("List-Unsubscribe", "One-Click")
                .send();

        assertThat(page.status()).isEqualTo(200);
        assertThat(server.stored(john).announcements()).isFalse();
    }

    @Test
    void a_mail_program_ends_announcements_with_one_multipart_request() {
        Reply page = server.call("POST", "/unsubscribe?token=" + token)
                .body(
                        "multipart/form-data; boundary=b",
                        "--b\r\n"
                                + "Content-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\n"
                                + "One-Click\r\n"
                                + "--b--\r\n")
                .send();

        assertThat(page.status()).isEqualTo(200);
        assertThat(server.stored(john).announcements()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "?token=", "?token=a&token=b", "?token=x", "?token=c865f315-c339-4089-951f-d42b74175dcd.x"})
    void says_that_a_link_without_a_valid_token_does_not_work(String query) {
        Reply page = server.call("GET", "/unsubscribe" + query).send();

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.body()).contains("<title>This link does not work");
    }

    @Test
    void says_that_the_link_of_a_removed_user_does_not_work() {
        server.call("DELETE", "/api/users/" + john.id())
                .bearer(server.adminToken())
                .send();

        assertThat(server.call("GET", "/unsubscribe?token=" + token).send().status())
                .isEqualTo(400);
        assertThat(server.call("POST", "/unsubscribe?token=" + token).send().status())
                .isEqualTo(400);
    }

    @Test
    void a_request_without_a_body_ends_announcements() {
        assertThat(server.call("POST", "/unsubscribe?token=" + token).send().status())
                .isEqualTo(200);
        assertThat(server.stored(john).announcements()).isFalse();
    }

    @Test
    void the_link_of_a_mail_of_unread_messages_ends_those() {
        String link = "/unsubscribe?token=" + server.unsubscribeTokens.of(john.id(), Subscription.UNREAD_MESSAGES);
        Reply shown = server.call("GET", link).send();
        assertThat(server.stored(john).emailNotices()).isEqualTo(EmailNotices.DIRECT_AND_MENTIONS);

        Reply done =
                server.call("POST", link).form("List-Unsubscribe", "One-Click").send();

        assertThat(shown.body()).contains("<title>Stop mails of unread messages");
        assertThat(done.body()).contains("<title>You get no more mails of unread messages");
        assertThat(server.stored(john).emailNotices()).isEqualTo(EmailNotices.OFF);
        assertThat(server.stored(john).announcements()).isTrue();
    }

    @Test
    void a_forged_token_ends_nothing() {
        User other = server.add("other", Role.CLIENT);
        String forged = other.id() + token.substring(token.indexOf('.'));

        Reply page = server.call("POST", "/unsubscribe?token=" + forged)
                .form("List-Unsubscribe", "One-Click")
                .send();

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.body()).contains("<title>This link does not work");
        assertThat(server.stored(other).announcements()).isTrue();
    }
}
