package io.clubroom.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import org.junit.jupiter.api.Test;

class ResetPasswordPageTest {
    private static final String ADDRESS = "john@example.com";
    private static final String NEW_PASSWORD = "Brand new & 9 ünïque";

    private final TestServer server = TestServer.fresh();
    private final User john = server.add("john", Role.CLIENT);

    private String token() {
        assertThat(submit("email", ADDRESS).status()).isEqualTo(202);
        return server.mailbox.token(MailKind.PASSWORD_RESET, ADDRESS);
    }

    private Reply submit(String... form) {
        return server.call("POST", "/reset-password").form(form).send();
    }

    private int loginWith(String password) {
        return server.call("POST", "/api/auth/login")
                .json("{\"email\":\"" + ADDRESS + "\",\"password\":\"" + password + "\"}")
                .send()
                .status();
    }

    @Test
    void asks_for_the_new_password_and_opening_it_changes_nothing() {
        String token = token();

        Reply page = server.call("GET", "/reset-password?token=" + token).send();
        server.call("HEAD", "/reset-password?token=" + token).send();

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("john", ADDRESS, token, "autocomplete=\"new-password\"", "At least 8");
        assertThat(loginWith("SecurePass123")).isEqualTo(200);
    }

    @Test
    void sets_the_password_once_and_ends_all_sessions() {
        String token = token();
        String session = server.token(john);

        Reply first = submit("token", token, "password", NEW_PASSWORD);
        Reply second = submit("token", token, "password", "Another1Password");

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.body()).contains("<title>Your new password is set").doesNotContain("ünïque");
        assertThat(loginWith(NEW_PASSWORD)).isEqualTo(200);
        assertThat(server.call("GET", "/api/users/me").bearer(session).send().status())
                .isEqualTo(401);
        assertThat(second.status()).isEqualTo(400);
        assertThat(second.body()).contains("<title>This link does not work");
        assertThat(loginWith(NEW_PASSWORD)).isEqualTo(200);
    }

    @Test
    void a_password_against_the_rules_is_refused_beside_the_field_and_the_link_stays_good() {
        String token = token();

        Reply refused = submit("token", token, "password", "weak&password");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body())
                .contains(
                        "<title>Error: Choose a new password",
                        token,
                        "aria-describedby=\"password-fault password-hint\"",
                        "Must contain at least one digit, contain at least one uppercase letter")
                .doesNotContain("weak");
        assertThat(submit("token", token, "password", NEW_PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void takes_the_code_of_a_mail_that_is_read_on_another_device() {
        token();
        String code = server.mailbox.code(MailKind.PASSWORD_RESET, ADDRESS);

        assertThat(server.call("GET", "/reset-password").send().body())
                .contains("name=\"email\"", "name=\"code\"", "name=\"password\"");
        Reply weak = submit("email", ADDRESS, "code", code, "password", "weak");
        Reply wrong = submit("email", ADDRESS, "code", "wrong", "password", NEW_PASSWORD);
        Reply right = submit("email", ADDRESS, "code", code, "password", NEW_PASSWORD);

        assertThat(weak.status()).isEqualTo(400);
        assertThat(weak.body())
                .contains("value=\"" + code + "\"", "id=\"password-fault\"")
                .doesNotContain("weak");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.body()).contains("id=\"code-fault\">Is wrong").doesNotContain("ünïque");
        assertThat(right.status()).isEqualTo(200);
        assertThat(loginWith(NEW_PASSWORD)).isEqualTo(200);
    }

    @Test
    void an_unknown_token_is_refused_whatever_the_password() {
        for (String password : new String[] {"weak", NEW_PASSWORD}) {
            Reply page = submit("token", "unknown", "password", password);

            assertThat(page.status()).isEqualTo(400);
            assertThat(page.body()).contains("<title>This link does not work", "action=\"/reset-password\"");
        }
        assertThat(submit().status()).isEqualTo(400);
    }
}
