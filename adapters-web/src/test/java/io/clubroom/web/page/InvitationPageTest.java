package io.clubroom.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.user.RegistrationPolicy;
import io.clubroom.domain.user.Role;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InvitationPageTest {
    private static final AtomicInteger TESTS = new AtomicInteger();

    private final String name = "maria" + TESTS.incrementAndGet();
    private final String address = name + "@example.com";
    private final TestServer server = TestServer.fresh();

    private String invite(TestServer server) {
        Reply invited = server.call("POST", "/api/invitations")
                .bearer(server.adminToken())
                .json("{\"email\":\"" + address + "\",\"role\":\"trainer\"}")
                .send();
        assertThat(invited.status()).isEqualTo(201);
        return server.mailbox.token(MailKind.INVITATION, address);
    }

    private Reply submit(String token, String username, String password, String phoneNumber) {
        return submit(server, token, username, password, phoneNumber);
    }

    private static Reply submit(TestServer server, String token, String username, String password, String phoneNumber) {
        return server.call("POST", "/invitation")
                .form(
                        "token",
                        token,
                        "username",
                        username,
                        "full_name",
                        "María <Torres>",
                        "password",
                        password,
                        "phone_number",
                        phoneNumber)
                .send();
    }

    private Reply login() {
        return server.call("POST", "/api/auth/login")
                .json("{\"email\":\"" + address + "\",\"password\":\"SecurePass123\"}")
                .send();
    }

    @Test
    void shows_the_invited_address_and_opening_it_changes_nothing() {
        String token = invite(server);

        Reply page = server.call("GET", "/invitation?token=" + token).send();
        server.call("HEAD", "/invitation?token=" + token).send();

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains(token).containsPattern("value=\"" + address + "\"[^>]* readonly");
        assertThat(submit(token, "maria.t", "SecurePass123", "").status()).isEqualTo(200);
    }

    @Test
    void registers_with_the_invited_address_and_role_once() {
        String token = invite(server);

        Reply first = submit(token, " maria.t", "SecurePass123", "");
        Reply second = submit(token, "maria.u", "SecurePass123", "");

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.body()).contains("<title>Your account is ready", address);
        Reply session = login();
        assertThat(session.text("user.role")).isEqualTo("trainer");
        assertThat(session.text("user.username")).isEqualTo("maria.t");
        assertThat(session.text("user.full_name")).isEqualTo("María <Torres>");
        assertThat(session.text("user.phone_number")).isNull();
        assertThat(session.text("user.email_verified")).isEqualTo("true");
        assertThat(second.status()).isEqualTo(400);
        assertThat(second.body()).contains("<title>This link does not work", "ask whoever invited you");
    }

    @Test
    void shows_every_fault_beside_its_field_and_keeps_the_values_but_not_the_password() {
        String token = invite(server);

        Reply refused = submit(token, "no spaces", "weak-password", "none");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body())
                .contains(
                        "<title>Error: ",
                        token,
                        "value=\"no spaces\"",
                        "aria-describedby=\"username-fault username-hint\"",
                        "id=\"username-fault\">Must be 3 to 50",
                        "value=\"María &lt;Torres&gt;\"",
                        "id=\"password-fault\">Must contain at least one digit",
                        "value=\"none\"",
                        "id=\"phone_number-fault\">Must be 6 to 20")
                .doesNotContain("weak-password", "full_name-fault");
        assertThat(submit(token, "maria.t", "SecurePass123", "+49 30 1234567").status())
                .isEqualTo(200);
        assertThat(login().text("user.phone_number")).isEqualTo("+49 30 1234567");
    }

    @Test
    void a_username_that_somebody_else_has_is_a_fault_of_its_field() {
        String token = invite(server);
        server.add("taken", Role.CLIENT);

        Reply refused = submit(token, "Taken", "SecurePass123", "");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("id=\"username-fault\">Is taken", "value=\"Taken\"");
        assertThat(submit(token, "maria.t", "SecurePass123", "").status()).isEqualTo(200);
    }

    @Test
    void somebody_who_has_an_account_can_ask_for_a_new_password() {
        String token = invite(server);
        server.add(name, Role.CLIENT);

        Reply refused = submit(token, "maria.t", "SecurePass123", "");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body())
                .contains("<title>You already have an account", address, "action=\"/reset-password\"");
    }

    @Test
    void says_that_registration_is_closed() {
        TestServer closed = TestServer.with(
                new RegistrationPolicy(RegistrationPolicy.Mode.CLOSED, Set.of(), false, Optional.empty()));
        try {
            String token = invite(closed);
            Reply opened = closed.call("GET", "/invitation?token=" + token).send();
            Reply submitted = submit(closed, token, "maria.t", "SecurePass123", "");

            assertThat(List.of(opened, submitted)).extracting(Reply::status).containsExactly(403, 403);
            assertThat(opened.body()).contains("<title>Registration is closed");
            assertThat(closed.call("GET", "/invitation?token=unknown").send().status())
                    .isEqualTo(400);
        } finally {
            closed.context().close();
        }
    }
}
