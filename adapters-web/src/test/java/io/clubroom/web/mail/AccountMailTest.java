package io.clubroom.web.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.passkey.UserHandle;
import io.clubroom.domain.user.RegistrationPolicy;
import io.clubroom.domain.user.RegistrationPolicy.Mode;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.testkit.passkey.Ceremony;
import io.clubroom.testkit.passkey.SoftwareAuthenticator;
import io.clubroom.testkit.passkey.SoftwareAuthenticator.Algorithm;
import io.clubroom.web.limit.LimitSettings;
import io.clubroom.web.support.AuthenticatorApp;
import io.clubroom.web.support.Call;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountMailTest {
    private static final String JOHN = "john@example.com";

    private final TestServer server = TestServer.fresh();

    private static Reply post(TestServer server, String path, String body) {
        return server.call("POST", path).json(body).send();
    }

    private Reply post(String path, String body) {
        return post(server, path, body);
    }

    private static Reply login(TestServer server, String password) {
        return post(server, "/api/auth/login", "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(JOHN, password));
    }

    private static Reply register(TestServer server, String extra) {
        return post(server, "/api/users", """
            {"username":"john","email":"%s","password":"SecurePass123","full_name":"John Smith"%s}\
            """.formatted(JOHN, extra));
    }

    private String code(MailKind kind) {
        return server.mailbox.newest(kind, JOHN).variables().get("code");
    }

    @Test
    void verifies_an_address_with_the_token_of_the_registration() {
        register(server, "");
        String token = server.mailbox.token(MailKind.VERIFICATION, JOHN);

        // Mail programs break long lines.
        Reply reply = post(
                "/api/auth/email/verify",
                "{\"token\":\" %s\\r\\n %s \"}".formatted(token.substring(0, 20), token.substring(20)));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("{\"message\":\"The address is verified\"}");
        assertThat(login(server, "SecurePass123").body()).contains("\"email_verified\":true");
        assertThat(post("/api/auth/email/verify", "{\"token\":\"" + token + "\"}")
                        .text("code"))
                .isEqualTo("token_invalid");
    }

    @Test
    void verifies_an_address_with_the_code() {
        register(server, "");

        assertThat(post(
                                "/api/auth/email/verify",
                                "{\"email\":\"%s\",\"code\":\"%s\"}".formatted(JOHN, code(MailKind.VERIFICATION)))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void resets_a_password_and_keeps_the_token_if_the_password_breaks_its_rule() {
        User john = server.add("john", Role.CLIENT);
        String session = server.token(john);
        post("/api/auth/password/forgot", "{\"email\":\"" + JOHN + "\"}");
        String token = server.mailbox.token(MailKind.PASSWORD_RESET, JOHN);

        Reply refused = post("/api/auth/password/reset", "{\"token\":\"%s\",\"password\":\"x\"}".formatted(token));
        Reply reset = post(
                "/api/auth/password/reset", "{\"token\":\"%s\",\"password\":\"EvenMoreSecure456\"}".formatted(token));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.wrongFields()).containsExactly("password");
        assertThat(reset.body()).isEqualTo("{\"message\":\"The new password is set\"}");
        assertThat(login(server, "EvenMoreSecure456").status()).isEqualTo(200);
        assertThat(server.call("GET", "/api/users/me").bearer(session).send().status())
                .isEqualTo(401);
    }

    @Test
    void restores_an_address() {
        User john = server.add("john", Role.CLIENT);
        server.call("PATCH", "/api/users/" + john.id())
                .bearer(server.token(john))
                .json("{\"email\":\"evil@example.com\"}")
                .send();
        String token = server.mailbox.token(MailKind.EMAIL_CHANGED, JOHN);

        assertThat(register(server, "").text("code")).isEqualTo("username_taken");
        assertThat(post("/api/auth/email/restore", "{\"token\":\"" + token + "\"}")
                        .status())
                .isEqualTo(200);
        assertThat(server.stored(john).email().value()).isEqualTo(JOHN);
        assertThat(post("/api/auth/email/restore", "{\"token\":\"" + token + "\"}")
                        .text("code"))
                .isEqualTo("token_invalid");
        assertThat(login(server, "SecurePass123").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/auth/email/verification", "/api/auth/password/forgot"})
    void answers_the_same_whether_an_account_has_the_address_or_not(String path) {
        server.add("john", Role.CLIENT);

        Reply known = post(path, "{\"email\":\"" + JOHN + "\"}");
        Reply unknown = post(path, "{\"email\":\"nobody@example.com\"}");

        assertThat(known.status()).isEqualTo(202);
        assertThat(unknown.status()).isEqualTo(202);
        assertThat(unknown.body()).isEqualTo(known.body());
        assertThat(server.mailbox.to(JOHN)).hasSize(1);
        assertThat(server.mailbox.to("nobody@example.com")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/auth/email/verification",
                "/api/auth/email/verify",
                "/api/auth/password/forgot",
                "/api/auth/password/reset",
                "/api/auth/email/restore"
            })
    void refuses_bodies_without_the_fields(String path) {
        assertThat(post(path, "{}").text("code")).isEqualTo("invalid_input");
        assertThat(post(path, "{\"email\":\"no address\",\"code\":\"1\",\"password\":\"x\"}")
                        .text("code"))
                .isEqualTo("invalid_input");
        assertThat(post(path, "[]").text("code")).isEqualTo("invalid_input");
        assertThat(post(path, "{").text("code")).isEqualTo("malformed_json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/auth/email/verify", "/api/auth/password/reset"})
    void refuses_a_code_of_another_type(String path) {
        Reply refused = post(path, "{\"email\":\"john@example.com\",\"code\":5,\"password\":\"SecurePass123\"}");

        assertThat(refused.text("code")).isEqualTo("invalid_input");
        assertThat(refused.wrongFields()).containsExactly("code");
    }

    @Test
    void requires_a_verified_address_where_it_is_configured_and_sends_the_mail_anew() {
        TestServer required = TestServer.with(new RegistrationPolicy(Mode.OPEN, Set.of(), true, Optional.empty()));
        try (var _ = required.context()) {
            register(required, "");

            Reply refused = login(required, "SecurePass123");

            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text("code")).isEqualTo("email_unverified");
            assertThat(required.mailbox.to(JOHN)).hasSize(2);
            post(
                    required,
                    "/api/auth/email/verify",
                    "{\"token\":\"" + required.mailbox.token(MailKind.VERIFICATION, JOHN) + "\"}");
            assertThat(login(required, "SecurePass123").status()).isEqualTo(200);
        }
    }

    @Test
    void requires_a_verified_address_of_second_factors_and_passkeys_too() {
        TestServer required = TestServer.with(new RegistrationPolicy(Mode.OPEN, Set.of(), true, Optional.empty()));
        try (var _ = required.context()) {
            register(required, "");
            post(
                    required,
                    "/api/auth/email/verify",
                    "{\"token\":\"" + required.mailbox.token(MailKind.VERIFICATION, JOHN) + "\"}");
            Reply session = login(required, "SecurePass123");
            UnaryOperator<Call> asJohn = call -> call.bearer(String.valueOf(session.text("token")));
            Reply begun =
                    asJohn.apply(required.call("POST", "/api/users/me/totp")).send();
            AuthenticatorApp app = new AuthenticatorApp(String.valueOf(begun.text("secret")), required.clock);
            asJohn.apply(required.call("POST", "/api/users/me/totp/confirm"))
                    .json("{\"code\":\"" + app.code() + "\"}")
                    .send();
            SoftwareAuthenticator passkey = SoftwareAuthenticator.withCounter(Algorithm.ES256);
            Reply creation = asJohn.apply(required.call("POST", "/api/users/me/passkeys/options"))
                    .send();
            assertThat(asJohn.apply(required.call("POST", "/api/users/me/passkeys"))
                            .json("""
                                {"challenge_id":"%s","name":"Key","credential":%s}\
                                """.formatted(
                                            creation.text("challenge_id"),
                                            SoftwareAuthenticator.json(passkey.register(ceremony(creation)))))
                            .send()
                            .status())
                    .isEqualTo(201);
            required.clock.advance(Duration.ofSeconds(30));
            String waiting = String.valueOf(login(required, "SecurePass123").text("mfa_token"));
            String elsewhere = "elsewhere@example.com";
            assertThat(asJohn.apply(required.call("PATCH", "/api/users/" + session.text("user.id")))
                            .json("{\"email\":\"" + elsewhere + "\"}")
                            .send()
                            .status())
                    .isEqualTo(200);

            Reply secondStep = post(
                    required,
                    "/api/auth/second-factor",
                    "{\"mfa_token\":\"" + waiting + "\",\"code\":\"" + app.code() + "\"}");
            Reply options = post(required, "/api/auth/passkey/options", "{}");
            Reply signIn = post(required, "/api/auth/passkey", """
                {"challenge_id":"%s","credential":%s}\
                """.formatted(
                            options.text("challenge_id"),
                            SoftwareAuthenticator.json(passkey.sign(
                                    ceremony(options),
                                    UserHandle.of(UserId.of(String.valueOf(session.text("user.id"))))
                                            .value()))));

            for (Reply refused : List.of(secondStep, signIn)) {
                assertThat(refused.status()).isEqualTo(403);
                assertThat(refused.text("code")).isEqualTo("email_unverified");
            }
            assertThat(required.mailbox.to(elsewhere))
                    .as("of the change, and one for each sign-in")
                    .hasSize(3);
        }
    }

    private static Ceremony ceremony(Reply options) {
        return Ceremony.of("club.example", "https://club.example", String.valueOf(options.text("challenge")));
    }

    @Test
    void refuses_registrations_that_are_not_allowed() {
        TestServer invited = TestServer.with(new RegistrationPolicy(Mode.INVITED, Set.of(), false, Optional.empty()));
        try (var _ = invited.context()) {
            assertThat(register(invited, "").text("code")).isEqualTo("registration_closed");
            assertThat(register(invited, ",\"invitation\":\"unknown\"").text("code"))
                    .isEqualTo("invitation_invalid");
        }
        TestServer domains =
                TestServer.with(new RegistrationPolicy(Mode.OPEN, Set.of("club.example"), false, Optional.empty()));
        try (var _ = domains.context()) {
            assertThat(register(domains, "").text("code")).isEqualTo("email_domain_not_allowed");
        }
    }

    @Test
    void sends_five_mails_an_hour_to_an_address_at_most_and_does_not_tell() {
        TestServer limited = TestServer.with(new LimitSettings(true, 1200, 1200, 10, 100, 60, 20, 20, 10, 300, 20));
        try (var _ = limited.context()) {
            limited.add("john", Role.CLIENT);

            for (int i = 0; i < 4; i++) {
                post(limited, "/api/auth/password/forgot", "{\"email\":\"" + JOHN + "\"}");
                post(limited, "/api/auth/email/verification", "{\"email\":\"" + JOHN + "\"}");
            }

            assertThat(limited.mailbox.to(JOHN)).hasSize(5);
            assertThat(post(limited, "/api/auth/password/forgot", "{\"email\":\"" + JOHN + "\"}")
                            .status())
                    .isEqualTo(202);
            for (int i = 0; i < 20; i++) {
                post(limited, "/api/auth/password/forgot", "{\"email\":\"nobody" + i + "@example.com\"}");
            }
            limited.add("maria", Role.CLIENT);
            post(limited, "/api/auth/password/forgot", "{\"email\":\"maria@example.com\"}");
            assertThat(limited.mailbox.to("maria@example.com")).isEmpty();
        }
    }
}
