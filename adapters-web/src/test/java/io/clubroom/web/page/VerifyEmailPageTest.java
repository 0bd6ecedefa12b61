package io.clubroom.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.mail.MailKind;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyEmailPageTest {
    private static final String ADDRESS = "john@example.com";
    private static final String DEAD = "This link does not work";

    private final TestServer server = TestServer.fresh();

    private String register() {
        server.call("POST", "/api/users").json("""
            {"username":"jsmith","email":"john@example.com","password":"SecurePass123","full_name":"John Smith"}\
            """).send();
        return server.mailbox.token(MailKind.VERIFICATION, ADDRESS);
    }

    private Reply login() {
        return server.call("POST", "/api/auth/login").json("""
            {"email":"john@example.com","password":"SecurePass123"}\
            """).send();
    }

    private Reply open(String method, String token) {
        return server.call(method, "/verify-email?token=" + token).send();
    }

    private Reply submit(String... form) {
        return server.call("POST", "/verify-email").form(form).send();
    }

    @Test
    void names_the_account_and_opening_it_changes_nothing() {
        String token = register();

        for (String method : new String[] {"GET", "HEAD", "GET"}) {
            Reply page = open(method, token);

            assertThat(page.status()).isEqualTo(200);
            if (method.equals("GET")) {
                assertThat(page.body()).contains("jsmith", ADDRESS, token, "That wasn&#39;t me".replace("&#39;", "'"));
            }
        }
        assertThat(login().text("user.email_verified")).isEqualTo("false");
    }

    @Test
    void verifies_the_address_once() {
        String token = register();

        Reply first = submit("token", token, "action", "verify");
        Reply second = submit("token", token, "action", "verify");

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.body()).contains("<title>Your address is verified");
        assertThat(login().text("user.email_verified")).isEqualTo("true");
        assertThat(second.status()).isEqualTo(400);
        assertThat(second.body()).contains("<title>" + DEAD);
    }

    @Test
    void a_form_with_the_token_alone_verifies() {
        assertThat(submit("token", register()).status()).isEqualTo(200);
        assertThat(login().text("user.email_verified")).isEqualTo("true");
    }

    @Test
    void a_token_that_was_broken_over_lines_works() {
        String token = register();
        String broken = token.substring(0, 20) + "%0D%0A%20" + token.substring(20);

        assertThat(open("GET", broken).status()).isEqualTo(200);
        assertThat(submit("token", token.substring(0, 20) + "\r\n " + token.substring(20))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void somebody_whose_account_it_is_not_locks_it() {
        String token = register();
        String session = login().text("token");

        Reply disowned = submit("token", token, "action", "disown");

        assertThat(disowned.status()).isEqualTo(200);
        assertThat(disowned.body()).contains("<title>The account is locked", "action=\"/reset-password\"");
        assertThat(login().status()).isEqualTo(400);
        assertThat(server.call("GET", "/api/users/me").bearer(session).send().status())
                .isEqualTo(401);
        assertThat(submit("token", token, "action", "disown").status()).isEqualTo(400);
    }

    @Test
    void an_unknown_action_does_nothing() {
        String token = register();

        assertThat(submit("token", token, "action", "verify it").status()).isEqualTo(400);
        assertThat(login().text("user.email_verified")).isEqualTo("false");
    }

    @Test
    void says_that_an_expired_token_does_not_work() {
        String token = register();
        server.clock.advance(Duration.ofHours(24));

        assertThat(open("GET", token).status()).isEqualTo(400);
        assertThat(open("GET", token).body()).contains("<title>" + DEAD);
        assertThat(submit("token", token).status()).isEqualTo(400);
    }

    @Test
    void takes_the_code_of_a_mail_that_is_read_on_another_device() {
        register();
        String code = server.mailbox.code(MailKind.VERIFICATION, ADDRESS);

        assertThat(server.call("GET", "/verify-email").send().body()).contains("name=\"email\"", "name=\"code\"");
        Reply wrong = submit("email", ADDRESS, "code", code.equals("000000") ? "000001" : "000000");
        Reply unreadable = submit("email", "john", "code", " ");
        Reply right = submit("email", ADDRESS + " ", "code", code.substring(0, 3) + " " + code.substring(3));

        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.body()).contains("<title>Error: Verify", "id=\"code-fault\">Is wrong", ADDRESS);
        assertThat(unreadable.status()).isEqualTo(400);
        assertThat(unreadable.body()).contains("id=\"code-fault\">Must be", "id=\"email-fault\">Must be");
        assertThat(right.status()).isEqualTo(200);
        assertThat(login().text("user.email_verified")).isEqualTo("true");
        assertThat(submit("email", ADDRESS, "code", code).status()).isEqualTo(400);
    }

    @Test
    void a_code_is_void_after_five_wrong_ones() {
        register();
        String code = server.mailbox.code(MailKind.VERIFICATION, ADDRESS);

        for (int i = 0; i < 5; i++) {
            assertThat(submit("email", ADDRESS, "code", "wrong").status()).isEqualTo(400);
        }

        assertThat(submit("email", ADDRESS, "code", code).status()).isEqualTo(400);
        assertThat(login().text("user.email_verified")).isEqualTo("false");
    }

    @Test
    void the_form_of_the_code_asks_for_another_mail_too() {
        register();

        Reply asked = submit("email", ADDRESS, "code", "", "action", "mail");

        assertThat(asked.status()).isEqualTo(202);
        assertThat(asked.body()).contains("value=\"" + ADDRESS + "\"", "name=\"code\"");
        assertThat(server.mailbox.to(ADDRESS)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?token=", "?token=unknown", "?token=a&token=b", "?token=%00%ff"})
    void says_that_an_unusable_token_does_not_work_and_offers_another_mail(String query) {
        Reply page = server.call("GET", "/verify-email" + query).send();

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.body())
                .contains("<title>" + DEAD, "action=\"/verify-email\"", "name=\"email\"", "href=\"/verify-email\"");
    }

    @Test
    void another_mail_is_asked_for_with_the_same_answer_whoever_has_the_address() {
        register();

        Reply known = submit("email", " " + ADDRESS);
        Reply unknown = submit("email", "nobody@example.com");

        assertThat(known.status()).isEqualTo(202);
        assertThat(unknown.status()).isEqualTo(202);
        assertThat(unknown.body()).isEqualTo(known.body().replace(" " + ADDRESS, "nobody@example.com"));
        assertThat(server.mailbox.to(ADDRESS)).hasSize(2);
        assertThat(server.mailbox.to("nobody@example.com")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "john", "\"><script>alert(1)</script>@example.com"})
    void a_malformed_address_is_refused_beside_the_field(String address) {
        Reply page = submit("email", address);

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.body())
                .contains("<title>Error: ", "aria-describedby=\"email-fault", "id=\"email-fault\">Must be a valid")
                .doesNotContain("<script>alert");
    }
}
